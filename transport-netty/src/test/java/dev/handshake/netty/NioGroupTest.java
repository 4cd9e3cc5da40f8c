package dev.handshake.netty;

class NioGroupTest extends NettyTransportGroupTest {

    NioGroupTest() {
        super(NettyKind.NIO);
    }
}
