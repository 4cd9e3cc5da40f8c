package dev.handshake.tck;

import dev.handshake.Established;
import dev.handshake.HandshakeReport;
import dev.handshake.spi.ByteTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Handshakers that do one thing wrong each: with their transport, or in what they tell. */
enum BrokenHandshaker {
    DROPS_WHAT_IS_BEHIND_A_HEAD(
            "keepsWhatComesWithTheRequest", "keepsWhatComesWithTheAnswer", "keepsWhatComesWithAProxysAnswer") {
        @Override
        ByteTransport below(ByteTransport transport) {
            return new Cutting(transport) {
                @Override
                int used(ByteBuffer read) {
                    String text = StandardCharsets.ISO_8859_1.decode(read).toString();
                    int end = text.indexOf("\r\n\r\n");
                    return end < 0 ? text.length() : end + 4;
                }
            };
        }
    },

    DROPS_WHAT_IS_BEHIND_A_RECORD("keepsWhatComesWithTheLastRecordOfTls") {
        private static final int HEADER_BYTES = 5;
        private static final int FIRST_TYPE = 20;
        private static final int LAST_TYPE = 23;

        @Override
        ByteTransport belowTls(ByteTransport transport) {
            return new Cutting(transport) {
                @Override
                int used(ByteBuffer read) {
                    int bytes = read.remaining();
                    boolean record = bytes > HEADER_BYTES && read.get(0) >= FIRST_TYPE && read.get(0) <= LAST_TYPE;
                    return record ? Math.min(bytes, HEADER_BYTES + read.getShort(3)) : bytes;
                }
            };
        }
    },

    TAKES_SHORT_READS_FOR_THE_END("opensByteByByte") {
        @Override
        ByteTransport below(ByteTransport transport) {
            return new ForwardingTransport(transport) {
                private int shortReads;

                @Override
                public int read(ByteBuffer dst, Runnable retry) throws IOException {
                    int count = super.read(dst, retry);
                    shortReads = count == 1 ? shortReads + 1 : 0;
                    return shortReads > 2 ? -1 : count;
                }
            };
        }
    },

    LEAVES_IT_OPEN("acceptingEndsWhereverItBreaks", "openingEndsWhereverItBreaks") {
        @Override
        ByteTransport below(ByteTransport transport) {
            return new ForwardingTransport(transport) {
                @Override
                public void close() {}
            };
        }
    },

    TELLS_NOBODY_OF_A_FAILURE("acceptingEndsWhereverItBreaks", "openingEndsWhereverItBreaks") {
        @Override
        CompletableFuture<Established> told(CompletableFuture<Established> end, Collection<HandshakeReport> reports) {
            CompletableFuture<Established> told = new CompletableFuture<>();
            end.thenAccept(told::complete);
            return told;
        }
    },

    TELLS_ANOTHER_FAILURE("acceptingEndsWhereverItBreaks", "openingEndsWhereverItBreaks") {
        @Override
        CompletableFuture<Established> told(CompletableFuture<Established> end, Collection<HandshakeReport> reports) {
            CompletableFuture<Established> told = new CompletableFuture<>();
            end.thenAccept(told::complete);
            end.exceptionally(failure -> {
                told.completeExceptionally(new IllegalStateException("it did not work"));
                return null;
            });
            return told;
        }
    },

    REPORTS_TWICE("acceptingEndsWhereverItBreaks", "openingEndsWhereverItBreaks") {
        @Override
        CompletableFuture<Established> told(CompletableFuture<Established> end, Collection<HandshakeReport> reports) {
            return end.whenComplete(
                    (open, failure) -> reports.addAll(reports.stream().toList()));
        }
    };

    /** The tests that must fail, and no others. */
    final Set<String> caughtBy;

    BrokenHandshaker(String... caughtBy) {
        this.caughtBy = Set.of(caughtBy);
    }

    /** What it makes of its transport. */
    ByteTransport below(ByteTransport transport) {
        return transport;
    }

    /** The same for what TLS stands upon. */
    ByteTransport belowTls(ByteTransport transport) {
        return transport;
    }

    /** What it tells of its end. */
    CompletableFuture<Established> told(CompletableFuture<Established> end, Collection<HandshakeReport> reports) {
        return end;
    }

    /** Loses what is behind the part of a read that it uses. */
    private abstract static class Cutting extends ForwardingTransport {

        Cutting(ByteTransport transport) {
            super(transport);
        }

        abstract int used(ByteBuffer read);

        @Override
        public int read(ByteBuffer dst, Runnable retry) throws IOException {
            int before = dst.position();
            int count = super.read(dst, retry);
            if (count <= 0) {
                return count;
            }
            int used = used(dst.slice(before, count));
            dst.position(before + used);
            return used;
        }
    }
}
