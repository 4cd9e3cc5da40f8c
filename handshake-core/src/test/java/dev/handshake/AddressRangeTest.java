package dev.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,       10.255.1.2,   true",
        "10.0.0.0/8,       11.0.0.0,     false",
        "10.1.2.3/8,       10.0.0.0,     true",
        "127.0.0.1,        127.0.0.1,    true",
        "127.0.0.1,        127.0.0.2,    false",
        "127.0.0.1/32,     127.0.0.0,    false",
        "192.168.4.0/22,   192.168.7.255, true",
        "192.168.4.0/22,   192.168.8.0,  false",
        "0.0.0.0/0,        203.0.113.9,  true",
        "0.0.0.0/0,        ::1,          false",
        "::1,              ::1,          true",
        "::1,              127.0.0.1,    false",
        "2001:db8::/33,    2001:db8:7fff::1, true",
        "2001:db8::/33,    2001:db8:8000::1, false",
        "::/0,             fe80::1,      true",
        "::ffff:10.0.0.1,  10.0.0.1,     true",
    })
    void holdsTheAddressesOfItsPrefix(String range, String address, boolean holds) throws UnknownHostException {
        assertThat(AddressRange.parse(range).holds(InetAddress.getByName(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "localhost",
                "proxy.example/8",
                "10",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0.0/99999999999",
                "::1/129",
                "[::1]",
                "::1]",
                "::1%lo",
                ":::",
                " ::1"
            })
    void refusesWhatIsNoRangeAtTheLineAtFault(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenOptions.defaults().proxyProtocol("10.0.0.1", range))
                .withMessageContaining("such as 10.0.0.0/8");
    }
}
