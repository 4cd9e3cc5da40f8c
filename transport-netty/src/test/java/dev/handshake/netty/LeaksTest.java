package dev.handshake.netty;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** That the others would see a leak. */
class LeaksTest {

    @Test
    void aForgottenBufferIsFound() {
        Leaks.assertNone();
        forgetABuffer();
        assertThatThrownBy(Leaks::assertNone).isInstanceOf(AssertionError.class).hasMessageContaining("forgetABuffer");
    }

    private static void forgetABuffer() {
        ByteBufAllocator.DEFAULT.directBuffer(10).writeByte(1);
    }
}
