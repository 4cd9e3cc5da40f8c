package dev.handshake.conformance;

import java.util.List;

/**
 * What holds for every 101, whatever the case (RFC 6455, 4.2.2 and 9.1; RFC 9110, 8.6; RFC 9112, 6.1).
 *
 * @param answer the 101
 * @param request the octets that it answers
 */
record Opening(Answer answer, String request) {

    void check(Findings findings) {
        require(
                findings,
                answer.has("Upgrade", "websocket"),
                "A 101 must carry 'Upgrade: websocket' (RFC 6455, 4.2.2, 5.2)");
        require(
                findings,
                answer.has("Connection", "Upgrade"),
                "A 101 must carry 'Connection: Upgrade' (RFC 6455, 4.2.2, 5.3)");
        String expected = Placeholders.accept(Placeholders.keyOf(request));
        require(
                findings,
                answer.values("Sec-WebSocket-Accept").equals(List.of(expected)),
                "Sec-WebSocket-Accept must be there once, and answer the key (RFC 6455, 4.2.2, 5.4): " + expected);
        require(
                findings,
                answer.values("Content-Length").isEmpty()
                        && answer.values("Transfer-Encoding").isEmpty(),
                "A 101 must carry neither Content-Length nor Transfer-Encoding (RFC 9110, 8.6; RFC 9112, 6.1)");
        subprotocol(findings);
        extensions(findings);
    }

    private void subprotocol(Findings findings) {
        List<String> chosen = answer.values("Sec-WebSocket-Protocol");
        require(findings, chosen.size() <= 1, "Sec-WebSocket-Protocol must be there once at most (RFC 6455, 11.3.4)");
        for (String name : chosen) {
            require(
                    findings,
                    offered().members("Sec-WebSocket-Protocol").contains(name),
                    "The server must choose a subprotocol that was offered (RFC 6455, 4.2.2, 5.5), not '" + name + "'");
        }
    }

    /** The names alone: what is malformed otherwise is for a case to say. */
    private void extensions(Findings findings) {
        List<String> offers = names(offered());
        for (String name : names(answer)) {
            require(
                    findings,
                    offers.contains(name),
                    "The server must use no extension that was not offered (RFC 6455, 9.1): '" + name + "'");
        }
    }

    private static List<String> names(Answer head) {
        return head.members("Sec-WebSocket-Extensions").stream()
                .map(member -> member.replaceFirst("\\s*;.*", ""))
                .toList();
    }

    /** The fields of the request, read as those of a response are. */
    private Answer offered() {
        return new Answer(0, request.lines().toList(), "");
    }

    private static void require(Findings findings, boolean met, String sentence) {
        if (!met) {
            findings.add(Strictness.MUST, sentence);
        }
    }
}
