package dev.handshake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one handshake, without I/O; see {@link Handshake} for how it is driven. It never asks to {@link
 * Step#DECIDE}. Made by {@link ClientHandshaker#start}.
 */
public final class ClientHandshake extends Handshake {

    /** Tells how a final response breaks what is asked of it, or null if it is what was wanted. */
    private interface Check {
        @Nullable
        HandshakeFailure broken(Head head);
    }

    private static final List<Rule> RULES = rulesInOrder(ResponseRule.values());
    private static final List<Rule> TUNNEL_RULES = rulesInOrder(Rule.Outer.TUNNEL);

    private final Limits limits;
    private final HandshakeRequest request;
    private final Check check;
    private @Nullable HandshakeResponse response;
    private @Nullable RefusalBody body;
    private int interim;

    /** Over TLS, the first octet that is taken says that the TLS handshake is done. */
    private ClientHandshake(Limits limits, HandshakeRequest request, byte[] octets, Check check) {
        super(new HeadReader(limits), request.connection(), Step.WRITE);
        this.phase = connection.secure() ? HandshakePhase.TLS : HandshakePhase.REQUEST;
        this.limits = limits;
        this.request = request;
        this.check = check;
        this.output = ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /**
     * Makes an engine that asks for a WebSocket.
     *
     * @param target the host and the path
     * @param credentials whether {@code Authorization} and {@code Cookie} of the settings may be sent there
     * @param authorization the value of {@code Authorization} for this one request, or null
     */
    static ClientHandshake upgrade(
            ClientSettings settings,
            String host,
            String target,
            boolean credentials,
            @Nullable String authorization,
            ConnectionInfo connection) {
        checkHost(host);
        checkTarget(target);
        UpgradeRequest asking = new UpgradeRequest(target, host, settings.fields(credentials, authorization));
        byte[] accept = asking.accept();
        return new ClientHandshake(
                settings.limits(),
                HandshakeRequest.rendered(asking.octets, connection),
                asking.octets,
                head -> ResponseRule.firstBroken(head, settings, accept));
    }

    /**
     * Makes an engine that asks a proxy for a tunnel (RFC 9110, 9.3.6), which has the same shape: a request without a body,
     * and behind the response the stream begins. None of the handshake's own fields go to the proxy.
     */
    static ClientHandshake tunnel(
            Limits limits, String authority, @Nullable String authorization, ConnectionInfo connection) {
        HeadWriter writer = new HeadWriter()
                .requestLine("CONNECT", authority, HandshakeRequest.HTTP_1_1)
                .field("Host", authority);
        if (authorization != null) {
            writer.field("Proxy-Authorization", authorization);
        }
        HandshakeRequest request = new HandshakeRequest(writer.head(), connection);
        ClientHandshake engine = new ClientHandshake(
                limits,
                request,
                request.octets(),
                head -> head.status / 100 == 2 ? null : HandshakeFailure.PROXY_DECLINED);
        engine.phase = HandshakePhase.PROXY;
        return engine;
    }

    private static void checkHost(String host) {
        if (!Authority.isValid(host)) {
            throw new IllegalArgumentException(
                    "the host must be a name or address, in brackets if IPv6, with an optional port, such as"
                            + " 'a.example:8080', not '" + Text.shown(host) + "'");
        }
    }

    private static void checkTarget(String target) {
        if (!target.startsWith("/") || !Grammar.all(Grammar.TARGET, target)) {
            throw new IllegalArgumentException(
                    "the target must begin with '/' and hold visible ASCII without '#' (percent-encode the rest), not '"
                            + Text.shown(target) + "'");
        }
    }

    @Override
    public HandshakeRequest request() {
        return request;
    }

    @Override
    public @Nullable HandshakeResponse response() {
        return response;
    }

    @Override
    public @Nullable String subprotocol() {
        return response == null || state != Step.OPEN
                ? null
                : response.headers().only("Sec-WebSocket-Protocol").orElse(null);
    }

    @Override
    public List<Extension> extensions() {
        List<Extension> agreed = new ArrayList<>();
        return state == Step.OPEN && ExtensionParser.field(head(), agreed) ? List.copyOf(agreed) : List.of();
    }

    @Override
    public ByteBuffer leftover() {
        return hasFailed() ? NOTHING : super.leftover();
    }

    @Override
    boolean reusable() {
        return false;
    }

    private static List<Rule> rulesInOrder(Rule... ofTheResponse) {
        List<Rule> rules = new ArrayList<>(List.of(Rule.Outer.PROTOCOL, Rule.Outer.LIMITS, Rule.Outer.SYNTAX));
        rules.addAll(List.of(ofTheResponse));
        return List.copyOf(rules);
    }

    @Override
    List<Rule> rules() {
        return phase == HandshakePhase.PROXY ? TUNNEL_RULES : RULES;
    }

    @Override
    int rulesMet() {
        return state == Step.OPEN ? rules().size() : 0;
    }

    @Override
    Limits limits() {
        return limits;
    }

    @Override
    Head judgedHead() {
        return response == null ? head() : response.head();
    }

    /** Tells whether the answer is known to be a refusal, and only its body is still to come. */
    boolean isReadingBody() {
        return body != null && !hasFailed();
    }

    @Override
    void sent() {
        if (phase != HandshakePhase.PROXY) {
            phase = HandshakePhase.RESPONSE;
        }
        state = hasFailed() ? Step.FAILED : Step.READ;
    }

    @Override
    void received() {
        if (body != null) {
            readBody(body);
            return;
        }
        HandshakeFailure failure = reader.scan();
        while (failure == null && reader.complete()) {
            int status = head().status;
            if (head().problem != null) {
                failure = HandshakeFailure.BAD_SYNTAX;
            } else if (status / 100 != 1 || status == 101) {
                judge();
                return;
            } else if (++interim > limits.interimResponses()) {
                failure = HandshakeFailure.TOO_MANY_INTERIM;
            } else {
                reader.next();
                failure = reader.scan();
            }
        }
        if (failure != null) {
            fail(failure, null);
        }
    }

    private void judge() {
        Head head = reader.give();
        response = new HandshakeResponse(head, HandshakeResponse.NO_BODY);
        HandshakeFailure failure;
        try {
            failure = check.broken(head);
        } catch (RuntimeException | Error e) {
            // A negotiator of the user's has thrown.
            fail(HandshakeFailure.CALLBACK_FAILED, e);
            return;
        }
        if (failure == null) {
            state = Step.OPEN;
        } else if (failure == declined()) {
            body = new RefusalBody(head, limits.bodyBytes());
            reader.next();
            readBody(body);
        } else {
            fail(failure, null);
        }
    }

    private void readBody(RefusalBody body) {
        if (reader.drainTo(body)) {
            declined(body);
        }
    }

    private void declined(RefusalBody body) {
        if (response != null) {
            response = response.withBody(body.octets());
        }
        fail(declined(), null);
    }

    /** The failure of a response that is a refusal. */
    HandshakeFailure declined() {
        return phase == HandshakePhase.PROXY ? HandshakeFailure.PROXY_DECLINED : HandshakeFailure.UPGRADE_DECLINED;
    }

    @Override
    void inputEnded() {
        if (body != null) {
            declined(body);
        } else {
            fail(HandshakeFailure.PEER_LEFT, null);
        }
    }

    @Override
    Supplier<String> detail(HandshakeFailure broken) {
        Supplier<String> detail = found(broken);
        return phase != HandshakePhase.PROXY || broken == HandshakeFailure.PROXY_DECLINED
                ? detail
                : () -> ("The server here is the proxy. " + detail.get()).strip();
    }

    private Supplier<String> found(HandshakeFailure broken) {
        HandshakeResponse answer = response;
        if (broken == declined() && answer != null) {
            return () -> answered(answer);
        }
        if (broken == HandshakeFailure.NOT_HTTP) {
            String start = "Its first octets were: " + reader.shownStart() + ".";
            return () -> start;
        }
        return super.detail(broken);
    }

    private static String answered(HandshakeResponse response) {
        String answer = "It answered " + response.status() + " "
                + Text.shown(response.reason()).strip();
        return response.bodyBytes() == 0
                ? answer + "."
                : answer + ": '" + Text.shown(response.bodyText().strip()) + "'.";
    }
}
