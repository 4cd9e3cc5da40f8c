package dev.handshake.examples;

import dev.handshake.ClientHandshaker;
import dev.handshake.HandshakeException;
import dev.handshake.messages.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client within a company: out through a proxy that wants a password, to a server with a certificate of the company's own. */
public final class CarefulClient {

    private final ClientHandshaker client;

    /**
     * Makes a client.
     *
     * @param trust whom to trust
     * @param proxyHost the proxy
     * @param proxyPort its port
     * @param login told to the proxy if it asks, and to nobody else
     */
    public CarefulClient(SSLContext trust, String proxyHost, int proxyPort, PasswordAuthentication login) {
        client = ClientHandshaker.builder()
                .tls(trust)
                .proxy(proxyHost, proxyPort)
                .proxyCredentials(() -> login)
                .timeout(Duration.ofSeconds(10)) // for all of it: name, proxy, TLS, handshake
                .build();
    }

    /**
     * Trusts the authorities in a file, and no others.
     *
     * @param authorities their certificates, PEM
     * @return for the constructor
     * @throws IOException if the file can't be read
     * @throws GeneralSecurityException if it holds no certificates
     */
    public static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authorities)) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /**
     * Sends a text, and waits for the answer.
     *
     * @param server a {@code wss:} address
     * @param text what to send
     * @return the answer
     * @throws HandshakeException if the server was not reached or said no; its message says which, and in which phase
     * @throws IOException if the connection failed afterwards
     */
    public String ask(URI server, String text) throws IOException {
        try (WebSocket socket = WebSocket.over(client.connect(server))) {
            socket.send(text);
            return socket.receive().text();
        }
    }
}
