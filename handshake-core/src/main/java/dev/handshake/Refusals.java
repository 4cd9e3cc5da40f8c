package dev.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Renders the answers that turn a request down. Those that depend on nothing but the rule are rendered once and kept.
 */
final class Refusals {

    /** A response and its octets on the wire, head and body. */
    record Rendered(HandshakeResponse response, byte[] octets, int headBytes) {}

    /** The last answer that was given, and what was made of it: deciders mostly give the same one again. */
    private record Given(HandshakeResponse response, boolean keepOpen, Rendered rendered) {}

    private static final int VARIANTS = 2;

    private final List<Decorator> decorators;
    private final @Nullable String serverName;
    private volatile @Nullable Given last;
    private final AtomicReferenceArray<Rendered> kept =
            new AtomicReferenceArray<>(VARIANTS * HandshakeFailure.values().length);

    Refusals(List<Decorator> decorators, @Nullable String serverName) {
        this.decorators = decorators;
        this.serverName = serverName;
    }

    /** Returns the answer to a broken rule. */
    Rendered of(HandshakeFailure failure, int status, boolean keepOpen, @Nullable HandshakeRequest request) {
        if (!decorators.isEmpty() || status != failure.status()) {
            return render(plain(failure, status), keepOpen, request, decorators);
        }
        int index = VARIANTS * failure.ordinal() + (keepOpen ? 1 : 0);
        Rendered rendered = kept.get(index);
        if (rendered == null) {
            rendered = render(plain(failure, status), keepOpen, null, List.of());
            kept.set(index, rendered);
        }
        return rendered;
    }

    /** Returns the answer that a decider or a fallback gave, completed. */
    Rendered of(HandshakeResponse given, boolean keepOpen, HandshakeRequest request) {
        Given last = this.last;
        if (last != null && last.response == given && last.keepOpen == keepOpen) {
            return last.rendered;
        }
        HandshakeResponse.checkStatus(given.status());
        Rendered rendered = render(given, keepOpen, request, decorators);
        if (decorators.isEmpty()) {
            this.last = new Given(given, keepOpen, rendered);
        }
        return rendered;
    }

    /** Returns the answer to a broken rule as it is, for when a decorator has failed. */
    Rendered undecorated(HandshakeFailure failure) {
        return render(plain(failure, failure.status()), false, null, List.of());
    }

    /** The rule's name and sentence; nothing that the peer has sent. */
    private static HandshakeResponse plain(HandshakeFailure failure, int status) {
        HandshakeResponse.Builder response =
                HandshakeResponse.builder(status).body(failure + ": " + failure.explanation() + "\n");
        if (status == 405) {
            response.header("Allow", "GET");
        } else if (status == 503) {
            response.header("Retry-After", "1");
        }
        return response.build();
    }

    private Rendered render(
            HandshakeResponse given, boolean keepOpen, @Nullable HandshakeRequest request, List<Decorator> decorators) {
        int status = given.status();
        boolean bodiless = status == 204 || status == 304;
        byte[] body = bodiless ? new byte[0] : body(given);
        Headers.Builder headers = new Headers.Builder(true);
        given.headers().forEach((name, value) -> {
            if (!Field.ownedByHandshake(name)) {
                headers.add(name, value);
            }
        });
        if (!bodiless && !given.headers().contains("Content-Type")) {
            headers.add("Content-Type", "text/plain; charset=utf-8");
        }
        decorators.forEach(decorator -> decorator.decorate(request, status, headers));

        HeadWriter writer = new HeadWriter().statusLine(status, StatusPhrases.of(status));
        if (status == 426) {
            writer.field("Upgrade", "websocket").field("Connection", keepOpen ? "Upgrade" : "Upgrade, close");
            writer.field("Sec-WebSocket-Version", "13");
        } else if (!keepOpen) {
            writer.field("Connection", "close");
        }
        if (serverName != null) {
            headers.remove("Server");
        }
        headers.writeTo(writer);
        if (serverName != null) {
            writer.field("Server", serverName);
        }
        if (!bodiless) {
            writer.field("Content-Length", Integer.toString(body.length));
        }
        return rendered(writer.head(), body);
    }

    private static byte[] body(HandshakeResponse given) {
        if (given.bodyBytes() > 0 || given.status() < 400) {
            return given.body();
        }
        HandshakeFailure rejected = HandshakeFailure.REJECTED;
        return (rejected + ": " + rejected.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Rendered rendered(Head head, byte[] body) {
        byte[] octets = new byte[head.bytes.length + body.length];
        System.arraycopy(head.bytes, 0, octets, 0, head.bytes.length);
        System.arraycopy(body, 0, octets, head.bytes.length, body.length);
        return new Rendered(new HandshakeResponse(head, body), octets, head.bytes.length);
    }
}
