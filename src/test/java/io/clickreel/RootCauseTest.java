package io.clickreel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootCauseTest {
    @Test
    void theInnermostCauseIsTold() {
        assertThat(RootCause.of(new RuntimeException("route failed", new SQLException("no such table"))))
                .isEqualTo("no such table");
    }

    @Test
    void whereAConnectionWasRefusedIsToldToo() {
        IOException connect = new IOException(
                "Connect to 127.0.0.1:9000 failed: Connection refused", new ConnectException("Connection refused"));

        assertThat(RootCause.of(new RuntimeException("Unable to execute HTTP request", connect)))
                .isEqualTo("Connect to 127.0.0.1:9000 failed: Connection refused");
    }

    @Test
    void whatDiffersAtEachTryIsLeftOut() {
        assertThat(
                        RootCause.of(
                                new SQLException(
                                        "Code: 27. Cannot parse input (at row 7) (version 26.7.2.1)  (queryId= b25c1ecd-448c)\n\nRow 7:")))
                .isEqualTo("Code: 27. Cannot parse input (at row 7) (version 26.7.2.1)");
        assertThat(RootCause.of(
                        new SQLException("Query request failed (attempt: 4, duration: 115ms, queryId: 391cdaf0-f57b)")))
                .isEqualTo("Query request failed");
        assertThat(RootCause.of(new IOException(
                        "Did not hold. (Service: S3, Status Code: 412, Request ID: 78D5) (SDK Attempt Count: 1)")))
                .isEqualTo("Did not hold. (Service: S3, Status Code: 412)");
    }

    @Test
    void anExceptionWithoutWordsIsToldByItsName() {
        assertThat(RootCause.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(RootCause.of(null)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Timeout of 5000ms expired before successfully committing offsets"
                        + " {dvd_clicks-0=OffsetAndMetadata{offset=7, leaderEpoch=null, metadata='clickreel/1 topic=U'}}"
                        + "| Timeout of 5000ms expired before successfully committing offsets",
                "Offsets {a-0=OffsetAndMetadata{offset=7, leaderEpoch=null}, a-1=OffsetAndMetadata{offset=8}} were not taken"
                        + "| Offsets were not taken",
                "No answer of Node{id=1, rack=null, tags={zone=a}} in time | No answer of in time",
                "java.net.SocketTimeoutException: Read timed out | Read timed out",
                "org.apache.kafka.common.errors.DisconnectException: Cancelled a request | Cancelled a request",
                "io.clickreel.StartupException | IllegalStateException",
                "Code: 60. DB::Exception: Table clicks {x=1} is not there"
                        + "| Code: 60. DB::Exception: Table clicks {x=1} is not there",
            })
    void whatOnlyJavaSaysIsLeftOut(String message, String told) {
        assertThat(RootCause.of(new IllegalStateException(message))).isEqualTo(told);
    }
}
