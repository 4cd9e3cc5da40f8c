package dev.handshake.cli;

import dev.handshake.ClientHandshaker;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a proxy is, and who we are to it. No text of it shows the credentials.
 *
 * @param host a name or address
 * @param port the port
 * @param credentials what to answer if it asks, if anything
 */
record ProxyUrl(String host, int port, @Nullable PasswordAuthentication credentials) {

    /** Reads the option; what is wrong is said without repeating it, since it may hold a password. */
    static final class Converter implements ITypeConverter<ProxyUrl> {

        @Override
        public ProxyUrl convert(String text) {
            try {
                URI uri = new URI(text);
                boolean complete = "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
                boolean bare = "/".equals(uri.getRawPath()) || "".equals(uri.getRawPath());
                if (complete && bare && uri.getPort() > 0 && uri.getRawQuery() == null && uri.getFragment() == null) {
                    return new ProxyUrl(uri.getHost(), uri.getPort(), credentials(uri.getRawUserInfo()));
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                // Said below, in our words.
            }
            throw new TypeConversionException("a proxy is http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT"
                    + " with what is special in a URL percent-encoded");
        }

        private static @Nullable PasswordAuthentication credentials(@Nullable String userInfo) {
            if (userInfo == null) {
                return null;
            }
            int colon = userInfo.indexOf(':');
            String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
            String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
            // RFC 7617, 2.
            if (user.contains(":") || (user + password).chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException();
            }
            return new PasswordAuthentication(user, password.toCharArray());
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }

    void applyTo(ClientHandshaker.Builder builder) {
        builder.proxy(host, port);
        if (credentials != null) {
            builder.proxyCredentials(() -> credentials);
        }
    }
}
