package dev.handshake.tck;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a contract's constructor the mutant, and the patience in milliseconds, that configuration parameters name. */
final class MutantByName implements ParameterResolver {

    static final String MUTANT = "mutant";
    static final String PATIENCE = "patience";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type.isEnum() || type == Duration.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == Duration.class) {
            return Duration.ofMillis(
                    Long.parseLong(context.getConfigurationParameter(PATIENCE).orElseThrow()));
        }
        String name = context.getConfigurationParameter(MUTANT).orElseThrow();
        return Arrays.stream(parameter.getParameter().getType().getEnumConstants())
                .filter(mutant -> ((Enum<?>) mutant).name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
