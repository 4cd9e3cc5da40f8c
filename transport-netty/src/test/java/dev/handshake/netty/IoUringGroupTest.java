package dev.handshake.netty;

class IoUringGroupTest extends NettyTransportGroupTest {

    IoUringGroupTest() {
        super(NettyKind.IO_URING);
    }
}
