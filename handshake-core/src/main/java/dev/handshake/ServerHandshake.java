package dev.handshake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one handshake, without I/O; see {@link Handshake} for how it is driven. Made by {@link
 * ServerHandshaker#start()}.
 */
public final class ServerHandshake extends Handshake {

    private static final byte[] HEAD = Grammar.ascii("HEAD");
    private static final byte[] CLOSE = Grammar.ascii("close");
    private static final byte[] EXPECTATION = Grammar.ascii("100-continue");

    private static final List<Rule> RULES = rulesInOrder();

    private final ServerSettings settings;
    /** An answer with nothing but the accept value in it, which is written over for each request. */
    private @Nullable ByteBuffer plain;

    private @Nullable HandshakeRequest request;
    private @Nullable HandshakeResponse response;
    private @Nullable String subprotocol;
    private List<Extension> extensions = List.of();
    private boolean parsed;
    private boolean accepted;
    private boolean keptOpen;

    ServerHandshake(ServerSettings settings, ConnectionInfo connection) {
        super(new HeadReader(settings.limits(), settings.relaxations()), connection, Step.READ);
        this.settings = settings;
    }

    /**
     * Answers a request that has met every rule.
     *
     * @param decision what the server's policy says
     * @throws IllegalStateException if the step is not {@link Step#DECIDE}
     */
    public void decide(Decision decision) {
        require(Step.DECIDE);
        if (decision.refusal != null) {
            refuse(HandshakeFailure.REJECTED, decision.refusal);
        } else {
            open(decision.subprotocol);
        }
    }

    /**
     * Answers a request with a 500, because whatever was to decide has failed.
     *
     * @param cause why; it becomes the cause of {@link #failure()}, and is not shown to the peer
     * @throws IllegalStateException if the step is not {@link Step#DECIDE}
     */
    public void decisionFailed(Throwable cause) {
        require(Step.DECIDE);
        callbackFailed(cause, true);
    }

    /** Refuses before anything was read. */
    ServerHandshake turnAway() {
        refuse(HandshakeFailure.TOO_MANY_PENDING);
        return this;
    }

    /**
     * Starts over for another request on a connection, with nothing received, and lets go of what it made so far. Take the
     * {@link #leftover()} first: it is gone afterwards.
     */
    public void reset() {
        if (accepted && response != null) {
            plain = null;
        }
        reset(Step.READ);
        request = null;
        response = null;
        subprotocol = null;
        extensions = List.of();
        parsed = accepted = keptOpen = false;
    }

    @Override
    public @Nullable HandshakeRequest request() {
        return parsed ? parsedRequest() : null;
    }

    private HandshakeRequest parsedRequest() {
        if (request == null) {
            request = new HandshakeRequest(reader.give(), connection);
        }
        return request;
    }

    @Override
    public @Nullable HandshakeResponse response() {
        if (response == null && accepted) {
            response = HandshakeResponse.rendered(Acceptance.octets(output));
        }
        return response;
    }

    @Override
    public @Nullable String subprotocol() {
        return subprotocol;
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }

    @Override
    boolean reusable() {
        return keptOpen;
    }

    private static List<Rule> rulesInOrder() {
        List<Rule> rules = new ArrayList<>(List.of(Rule.Outer.PROTOCOL, Rule.Outer.LIMITS, Rule.Outer.SYNTAX));
        rules.addAll(List.of(RequestRule.values()));
        rules.add(Rule.Outer.DECISION);
        return List.copyOf(rules);
    }

    @Override
    List<Rule> rules() {
        return RULES;
    }

    @Override
    int rulesMet() {
        return !parsed ? 0 : accepted ? RULES.size() : RULES.size() - 1;
    }

    @Override
    Limits limits() {
        return settings.limits();
    }

    int relaxationsUsed() {
        return parsed ? head().relaxations : 0;
    }

    @Override
    void received() {
        HandshakeFailure failure = reader.scan();
        if (failure == HandshakeFailure.NOT_HTTP) {
            fail(failure, null);
        } else if (failure != null) {
            refuse(failure);
        } else if (reader.complete()) {
            judge();
        }
    }

    /** The head is complete: limits and syntax first, then the rules, then whoever decides. */
    private void judge() {
        Head head = head();
        if (head.targetTo - head.targetFrom > settings.limits().targetBytes()) {
            refuse(HandshakeFailure.TARGET_TOO_LONG);
            return;
        }
        if (head.problem != null) {
            refuse(HandshakeFailure.BAD_SYNTAX);
            return;
        }
        parsed = true;
        boolean secure = connection.secure();
        HandshakeFailure failure = RequestRule.firstBroken(head, settings, secure);
        if (failure == null) {
            phase = HandshakePhase.DECISION;
            state = Step.DECIDE;
        } else if (settings.fallback() != null && RequestRule.isPlainHttp(head, settings, secure)) {
            fallBack(failure, settings.fallback());
        } else {
            refuse(failure);
        }
    }

    private void fallBack(HandshakeFailure failure, Function<? super HandshakeRequest, HandshakeResponse> fallback) {
        HandshakeResponse answer;
        try {
            answer = Objects.requireNonNull(fallback.apply(parsedRequest()), "the fallback answered null");
        } catch (Throwable e) {
            unmet(failure);
            callbackFailed(e, true);
            return;
        }
        refuse(failure, answer);
    }

    private void refuse(HandshakeFailure failure) {
        boolean noVersion = failure == HandshakeFailure.BAD_HTTP_VERSION && head().version == Head.NO_VERSION;
        HandshakeRequest seen = settings.decorators().isEmpty() ? null : request();
        keptOpen = staysOpen(failure);
        refuse(failure, () -> settings.refusals().of(failure, noVersion ? 400 : failure.status(), keptOpen, seen));
    }

    private void refuse(HandshakeFailure failure, HandshakeResponse given) {
        keptOpen = staysOpen(failure);
        refuse(failure, () -> settings.refusals().of(given, keptOpen, parsedRequest()));
    }

    private void refuse(HandshakeFailure failure, Supplier<Refusals.Rendered> rendering) {
        try {
            answer(rendering.get());
        } catch (Throwable e) {
            unmet(failure);
            callbackFailed(e, false);
            return;
        }
        fail(failure, null);
    }

    /** Answers 500. A decorator that has failed already is not asked to decorate this. */
    private void callbackFailed(Throwable cause, boolean decorate) {
        keptOpen = false;
        HandshakeFailure failure = HandshakeFailure.CALLBACK_FAILED;
        try {
            answer(
                    decorate
                            ? settings.refusals().of(failure, failure.status(), false, request())
                            : settings.refusals().undecorated(failure));
        } catch (Throwable e) {
            cause.addSuppressed(e);
            answer(settings.refusals().undecorated(failure));
        }
        fail(HandshakeFailure.CALLBACK_FAILED, cause);
    }

    private void answer(Refusals.Rendered refusal) {
        boolean headOnly = parsed && head().methodIs(HEAD);
        output = ByteBuffer.wrap(refusal.octets().clone(), 0, headOnly ? refusal.headBytes() : refusal.octets().length);
        response = refusal.response();
    }

    /** Only where both sides agree on where this request ends, and nobody has asked to close: RFC 9112, 9.3. */
    private boolean staysOpen(HandshakeFailure failure) {
        Head head = head();
        return settings.keepAlive()
                && parsed
                && head.version / 10 == 1
                && head.version >= HandshakeRequest.HTTP_1_1
                && failure != HandshakeFailure.UNEXPECTED_BODY
                && RequestRule.BODY.broken(head, settings, false) == null
                && !head.hasMember(Field.CONNECTION, CLOSE);
    }

    private void open(@Nullable String chosen) {
        boolean decorate = true;
        try {
            subprotocol = agreedSubprotocol(chosen);
            extensions = agreedExtensions();
            decorate = false;
            output = acceptance();
        } catch (Throwable e) {
            subprotocol = null;
            extensions = List.of();
            callbackFailed(e, decorate);
            return;
        }
        accepted = true;
        phase = HandshakePhase.RESPONSE;
        state = Step.WRITE;
    }

    private ByteBuffer acceptance() {
        Head head = head();
        boolean expected = head.version >= HandshakeRequest.HTTP_1_1 && head.hasMember(Field.EXPECT, EXPECTATION);
        String more = moreFields();
        if (expected || !more.isEmpty()) {
            return Acceptance.render(head, more, expected);
        }
        plain = plain == null ? Acceptance.render(head, "", false) : Acceptance.renderOver(plain, head);
        return plain;
    }

    /** What goes behind the accept value: what was agreed on, then the decorators' fields, then {@code Server}. */
    private String moreFields() {
        if (subprotocol == null
                && extensions.isEmpty()
                && settings.decorators().isEmpty()
                && settings.serverName() == null) {
            return "";
        }
        StringBuilder more = new StringBuilder();
        if (subprotocol != null) {
            field(more, Field.SEC_WEBSOCKET_PROTOCOL.text, subprotocol);
        }
        if (!extensions.isEmpty()) {
            String agreed = extensions.stream().map(Extension::toString).collect(Collectors.joining(", "));
            field(more, Field.SEC_WEBSOCKET_EXTENSIONS.text, agreed);
        }
        if (!settings.decorators().isEmpty()) {
            Headers.Builder headers = new Headers.Builder(true);
            settings.decorators().forEach(decorator -> decorator.decorate(request(), 101, headers));
            if (settings.serverName() != null) {
                headers.remove("Server");
            }
            headers.build().forEach((name, value) -> field(more, name, value));
        }
        if (settings.serverName() != null) {
            field(more, "Server", settings.serverName());
        }
        return more.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private @Nullable String agreedSubprotocol(@Nullable String chosen) {
        if (chosen == null) {
            return settings.subprotocols().isEmpty()
                    ? null
                    : settings.subprotocols().choose(SubprotocolList.of(head()));
        }
        if (!SubprotocolList.of(head()).contains(chosen)) {
            throw new IllegalStateException("the decider chose the subprotocol '" + Text.shown(chosen)
                    + "', which the request does not ask for");
        }
        return chosen;
    }

    private List<Extension> agreedExtensions() {
        if (settings.extensions().isEmpty() || !head().has(Field.SEC_WEBSOCKET_EXTENSIONS)) {
            return List.of();
        }
        List<Extension> offers = new ArrayList<>();
        ExtensionParser.field(head(), offers);
        return List.copyOf(Extensions.answers(settings.extensions(), offers));
    }

    @Override
    void sent() {
        state = hasFailed() ? Step.FAILED : Step.OPEN;
    }

    @Override
    void inputEnded() {
        fail(HandshakeFailure.PEER_LEFT, null);
    }

    @Override
    Supplier<String> detail(HandshakeFailure broken) {
        return broken == HandshakeFailure.NOT_HTTP
                ? () -> "The first octet is that of a TLS handshake: a client of wss: has come to a port for ws:."
                : super.detail(broken);
    }
}
