package dev.handshake.bench;

import dev.handshake.bench.load.ClientSuite;
import dev.handshake.bench.load.ColdSuite;
import dev.handshake.bench.load.EchoSuite;
import dev.handshake.bench.load.IdleSuite;
import dev.handshake.bench.load.LoadSuite;
import dev.handshake.bench.load.SyscallSuite;
import dev.handshake.bench.memory.MemorySuite;
import dev.handshake.bench.memory.MillionSuite;
import dev.handshake.bench.report.Measures;
import java.io.PrintWriter;
import java.util.List;

/** The parts of the measuring, each of which is a command. How long each takes is decided here. */
enum Part {
    MEMORY((quick, only, log, into) -> {
        MemorySuite suite = quick ? new MemorySuite(1, 70, 100) : new MemorySuite(5, 1000, 200);
        if (only.isEmpty()) {
            suite.runAll(into);
        } else {
            suite.run(String.join("|", only), into);
        }
    }),
    MILLION((quick, only, log, into) -> new MillionSuite(quick ? 20_000 : 1_000_000).run(into)),
    LOAD((quick, only, log, into) ->
            (quick ? new LoadSuite(0, 1, 2000, log) : new LoadSuite(7, 9, 20_000, log)).run(only, into)),
    CLIENT((quick, only, log, into) ->
            (quick ? new ClientSuite(0, 1, 2000, log) : new ClientSuite(6, 9, 20_000, log)).run(only, into)),
    IDLE((quick, only, log, into) ->
            (quick ? new IdleSuite(1, 1000, log) : new IdleSuite(1, 5000, log)).run(only, into)),
    MESSAGES((quick, only, log, into) -> {
        (quick ? new EchoSuite(1, 4, 200, log) : new EchoSuite(3, 1, 2000, log)).run(only, into);
        if (only.isEmpty()) {
            log.println("frames in memory");
            (quick ? new MemorySuite(1, 30, 100) : new MemorySuite(1, 500, 500)).runMessages(into);
        }
    }),
    COLD((quick, only, log, into) ->
            (quick ? new ColdSuite(1, 1000, log) : new ColdSuite(3, 10_000, log)).run(only, into)),
    SYSCALLS((quick, only, log, into) -> {
        if (SyscallSuite.missing().isPresent()) {
            log.println("SKIPPED: " + SyscallSuite.missing().get());
            return;
        }
        (quick ? new SyscallSuite(500, 2000, log) : new SyscallSuite(3000, 10_000, log)).run(only, into);
    });

    private interface Run {
        void run(boolean quick, List<String> only, PrintWriter log, Measures into) throws Exception;
    }

    private final Run run;

    Part(Run run) {
        this.run = run;
    }

    void run(boolean quick, List<String> only, Measures into) throws Exception {
        run.run(quick, only, new PrintWriter(System.err, true), into);
    }
}
