package dev.handshake.tck;

class MemoryTransportContractTest implements ByteTransportContract {

    @Override
    public TransportPair open() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        return new TransportPair(pair.left(), pair.right());
    }
}
