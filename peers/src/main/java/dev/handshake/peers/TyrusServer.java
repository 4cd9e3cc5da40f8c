package dev.handshake.peers;

import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerContainer;
import org.glassfish.tyrus.core.TyrusServerEndpointConfigurator;
import org.glassfish.tyrus.server.TyrusServerContainer;

/** Tyrus on Grizzly; it has no setting for the address, and listens on all of them. */
final class TyrusServer implements ServerPeer {

    @Override
    public Listening listen(int port, boolean deflate) throws Exception {
        ThreadPoolConfig oneSelector =
                ThreadPoolConfig.defaultConfig().setCorePoolSize(1).setMaxPoolSize(1);
        TyrusServerContainer container = (TyrusServerContainer) new GrizzlyServerContainer()
                .createContainer(Map.of(GrizzlyServerContainer.SELECTOR_THREAD_POOL_CONFIG, oneSelector));
        for (ServerEndpointConfig endpoint : Jakarta.endpoints(new TyrusServerEndpointConfigurator())) {
            container.addEndpoint(endpoint);
        }
        container.start("", port);
        return Listening.of(container.getPort(), container::stop);
    }
}
