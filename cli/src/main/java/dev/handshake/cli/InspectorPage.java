package dev.handshake.cli;

import dev.handshake.HandshakeResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The inspector's page, in one piece. Nothing runs in it but its own script and style, whose hashes the policy names, and it
 * talks to nobody but this server, under each of the names that a loopback has.
 */
final class InspectorPage {

    private static final HandshakeResponse PAGE = page();

    private InspectorPage() {}

    static HandshakeResponse response() {
        return PAGE;
    }

    private static HandshakeResponse page() {
        String style = resource("page.css");
        String script = resource("page.js");
        String policy = "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style)
                + "; img-src data:; connect-src 'self' ws://localhost:* wss://localhost:* ws://127.0.0.1:* wss://127.0.0.1:*"
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        String html = resource("page.html").replace("/*STYLE*/", style).replace("/*SCRIPT*/", script);
        return guarded(HandshakeResponse.builder(200))
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Security-Policy", policy)
                .body(html)
                .build();
    }

    /** Adds what keeps an answer from other pages, and out of caches. */
    static HandshakeResponse.Builder guarded(HandshakeResponse.Builder response) {
        return response.header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Referrer-Policy", "no-referrer");
    }

    private static String resource(String name) {
        try (InputStream in = InspectorPage.class.getResourceAsStream("inspector/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
