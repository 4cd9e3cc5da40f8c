package dev.handshake;

class ServerHandshakeTest {
    void notHttp() {}

    void callbackFailed() {}

    void rejected() {}
}
