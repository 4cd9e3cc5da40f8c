package dev.handshake;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One handshake, for JDK Flight Recorder. Its duration is that of the handshake. */
@Name("dev.handshake.Handshake")
@Label("WebSocket Opening Handshake")
@Category({"Handshake"})
@Description("An opening handshake has ended")
@StackTrace(false)
final class HandshakeEvent extends Event {

    @Label("Role")
    String role = "";

    @Label("Opened")
    boolean opened;

    @Label("Rule")
    @Description("The rule that was broken; empty if none was")
    String rule = "";

    @Label("Phase")
    @Description("How far the handshake came")
    String phase = "";

    @Label("Status")
    int status;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("Bytes Written")
    @DataAmount
    long bytesWritten;

    @Label("Relaxations")
    @Description("The quirks of the peer that were put up with")
    String relaxations = "";

    void commit(HandshakeReport report) {
        end();
        if (!shouldCommit()) {
            return;
        }
        role = report.role().name();
        opened = report.opened();
        rule = report.failure() == null ? "" : report.failure().name();
        phase = report.phase().name();
        status = report.status();
        bytesRead = report.bytesRead();
        bytesWritten = report.bytesWritten();
        relaxations = report.relaxations().isEmpty() ? "" : report.relaxations().toString();
        commit();
    }
}
