package dev.handshake.netty;

class EpollGroupTest extends NettyTransportGroupTest {

    EpollGroupTest() {
        super(NettyKind.EPOLL);
    }
}
