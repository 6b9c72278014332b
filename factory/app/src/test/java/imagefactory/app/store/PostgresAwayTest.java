package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAwayTest {
    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "57P01, true",
        "57P03, true",
        "53300, true",
        "40P01, true",
        "22P05, false",
        "23505, false",
        "42P01, false",
    })
    void whatPostgresqlRefusesIsNoOutage(String state, boolean away) {
        assertThat(Outage.isOne(new IllegalStateException(new SQLException("x", state))))
                .isEqualTo(away);
    }

    @Test
    void aPoolThatGetsNoConnectionIsOne() {
        assertThat(Outage.isOne(new ConnectionException(new SQLException("Acquisition timeout"))))
                .isTrue();
        assertThat(Outage.isOne(new IOException("disk full"))).isFalse();
    }
}
