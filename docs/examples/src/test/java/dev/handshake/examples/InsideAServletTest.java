package dev.handshake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshake.ServerHandshaker;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InsideAServletTest {

    private final Tomcat tomcat = new Tomcat();
    private InetSocketAddress address;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "handshake", new InsideAServlet(ServerHandshaker.create()))
                .addMapping("/*");
        tomcat.start();
        address = new InetSocketAddress("127.0.0.1", connector.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void theContainerSendsThe101AndHandsOverTheConnection() throws Exception {
        assertThat(Wire.exchange(address, Wire.UPGRADE + Wire.FRAME, Wire.FRAME))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: " + Wire.ACCEPTED);
    }

    @Test
    void theContainerSendsTheRefusal() throws Exception {
        String close = Wire.BROKEN.replace("keep-alive, Upgrade", "Upgrade, close");
        assertThat(Wire.exchange(address, close, null))
                .startsWith("HTTP/1.1 426 ")
                .contains("Sec-WebSocket-Version: 13");
        assertThat(Wire.exchange(address, Wire.PLAIN, null)).startsWith("HTTP/1.1 426 ");
    }
}
