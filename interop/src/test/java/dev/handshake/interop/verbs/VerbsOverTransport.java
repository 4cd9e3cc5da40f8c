package dev.handshake.interop.verbs;

import dev.handshake.interop.wire.Carrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Every verb of the API over one kind of transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerbsOverTransport implements ServerVerbs, ServerEndings, ClientVerbs {

    private Carrier carrier;

    abstract Carrier open() throws Exception;

    @BeforeAll
    void openCarrier() throws Exception {
        carrier = open();
    }

    @AfterAll
    void closeCarrier() throws Exception {
        if (carrier != null) {
            carrier.close();
        }
    }

    @Override
    public Carrier carrier() {
        return carrier;
    }
}
