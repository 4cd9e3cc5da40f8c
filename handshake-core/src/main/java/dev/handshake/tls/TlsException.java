package dev.handshake.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says that TLS failed, and why. Its message is for a person, {@link #failure()} for a program, and the cause, if there is
 * one, is what the TLS engine threw.
 */
public final class TlsException extends SSLException {

    private static final long serialVersionUID = 1;

    private static final String ALERT = "Received fatal alert: ";

    /** Why, as a constant: never null. */
    private final TlsFailure failure;

    TlsException(TlsFailure failure, String detail, @Nullable Throwable cause) {
        super(failure.sentence() + " (" + detail + ")", cause);
        this.failure = failure;
    }

    /**
     * Returns why TLS failed.
     *
     * @return the reason
     */
    public TlsFailure failure() {
        return failure;
    }

    /** Finds the reason in what the engine threw. Its classes tell little, so its messages have to do. */
    static TlsException of(Exception thrown) {
        TlsFailure failure = TlsFailure.PROTOCOL;
        Throwable deepest = thrown;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            TlsFailure found = reason(t);
            if (found != TlsFailure.PROTOCOL && failure != TlsFailure.EXPIRED) {
                failure = found;
            }
            deepest = t;
        }
        return new TlsException(failure, String.valueOf(deepest.getMessage()), thrown);
    }

    private static TlsFailure reason(Throwable t) {
        String message = String.valueOf(t.getMessage());
        if (message.contains("no_application_protocol") || message.contains("application layer protocol")) {
            return TlsFailure.NO_COMMON_ALPN;
        }
        if (message.contains(ALERT)) {
            return TlsFailure.REFUSED_BY_PEER;
        }
        if (message.contains("close_notify")) {
            return TlsFailure.TRUNCATED;
        }
        if (t instanceof CertificateExpiredException
                || t instanceof CertificateNotYetValidException
                || t instanceof CertPathValidatorException e
                        && (e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID)) {
            return TlsFailure.EXPIRED;
        }
        if (t instanceof CertificateException) {
            boolean name = message.startsWith("No subject alternative") || message.startsWith("No name matching");
            return name ? TlsFailure.WRONG_NAME : TlsFailure.UNTRUSTED;
        }
        return TlsFailure.PROTOCOL;
    }
}
