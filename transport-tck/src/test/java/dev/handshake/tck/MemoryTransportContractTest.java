package dev.handshake.tck;

class MemoryTransportContractTest implements ByteTransportContract, HandshakeContract {

    @Override
    public TransportPair open() {
        MemoryTransport.Pair pair = MemoryTransport.pair();
        return new TransportPair(pair.left(), pair.right());
    }
}
