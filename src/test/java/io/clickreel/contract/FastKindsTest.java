package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A value of each kind that the pass over the bytes reads, cut and spoilt in every place. */
class FastKindsTest {
    @Test
    void aValueThatEndsWithinAnyPartIsNotReadBeyondItsEnd() {
        Plan every = everyFastKind();
        FastRow reader = new FastRow(every, new Slots(every.leaves().size()));
        String record = """
                {"text":"some text that is longer than eight bytes","word":"a_word_of_more_than_sixteen_letters",\
                "id":"84e0e977-9ee7-4eec-9cd6-f7655e481cb3","at":"2025-12-27T12:18:51.123456789+02:00",\
                "day":"2025-12-27","number":-123456789012345678,"ratio":-1234.5678,"price":-1234.56,"flag":false,\
                "none":null,"inner":{"a_property_of_more_than_sixteen_letters":true},"beyond":"é"}""";
        byte[] bytes = SampleClicks.bytes(record);
        assertThat(reader.reads(bytes, 0, bytes.length)).isTrue();
        // The buffer has 8 KiB at first, and 64 KiB are the longest value: the end of the value is the end of both.
        for (int size : new int[] {bytes.length, 8 << 10, 64 << 10}) {
            for (int cut = 1; cut <= bytes.length; cut++) {
                byte[] value = new byte[size];
                Arrays.fill(value, (byte) ' ');
                int length = Math.min(cut, bytes.length);
                System.arraycopy(bytes, 0, value, size - length, length);
                FastRow fresh = cut % 50 == 1
                        ? new FastRow(every, new Slots(every.leaves().size()))
                        : reader;
                assertThat(fresh.reads(value, 0, size))
                        .as("the first %d bytes at the end of %d", cut, size)
                        .isEqualTo(cut == bytes.length);
            }
        }
    }

    @Test
    void bytesOfEveryKindInEveryPlaceOfEveryKindOfValueAreReadAlike() {
        Plan every = everyFastKind();
        Slots one = new Slots(every.leaves().size());
        Slots two = new Slots(every.leaves().size());
        FastRow quick = new FastRow(every, one);
        ThoroughRow slow = new ThoroughRow(every, two);
        byte[] record = SampleClicks.bytes("""
                {"text":"abc","word":"ab","id":"84e0e977-9ee7-4eec-9cd6-f7655e481cb3","at":"2025-12-27T12:18:51.1+02",\
                "day":"2025-12-27","number":-12,"ratio":-0.5,"price":-1.56,"flag":true,"none":null,\
                "inner":{"a_property_of_more_than_sixteen_letters":true}}""");
        int good = 0;
        for (int at = 0; at < record.length; at++) {
            for (int other = 0; other < 256; other++) {
                byte[] value = FastRowTest.spliced(record, at, at + (other % 2), ClickPieces.raw(other));
                if (quick.reads(value, 0, value.length)) {
                    good++;
                    assertThat(slow.read(value, 0, value.length))
                            .as(new String(value, StandardCharsets.UTF_8))
                            .isNull();
                    assertThat(FastRowTest.row(every, one))
                            .as(new String(value, StandardCharsets.UTF_8))
                            .isEqualTo(FastRowTest.row(every, two));
                }
            }
        }
        assertThat(good).isGreaterThan(1_000);
    }

    /** A contract with a value for each way in which the pass over the bytes reads one. */
    private static Plan everyFastKind() {
        return new Plan(
                new SchemaFile("every.json", """
                        {"type":"object","required":["text","word","id","at","day","number","ratio","price","flag","none",
                          "inner"],
                         "properties":{
                          "text":{"type":"string"},
                          "word":{"enum":["a_word_of_more_than_sixteen_letters","ab"]},
                          "id":{"type":"string","format":"uuid"},
                          "at":{"type":"string","format":"date-time"},
                          "day":{"type":"string","format":"date"},
                          "number":{"type":"integer"},
                          "ratio":{"type":"number"},
                          "price":{"type":"number"},
                          "flag":{"type":"boolean"},
                          "none":{"type":["string","null"]},
                          "inner":{"type":"object","required":["a_property_of_more_than_sixteen_letters"],
                           "properties":{"a_property_of_more_than_sixteen_letters":{"type":"boolean"}}}}}"""),
                "every",
                List.of(
                        new TableColumn("text", "String", ""),
                        new TableColumn("word", "LowCardinality(String)", ""),
                        new TableColumn("id", "UUID", ""),
                        new TableColumn("at", "DateTime64(9)", ""),
                        new TableColumn("day", "Date", ""),
                        new TableColumn("number", "Int64", ""),
                        new TableColumn("ratio", "Float64", ""),
                        new TableColumn("price", "Decimal(18, 2)", ""),
                        new TableColumn("flag", "Bool", ""),
                        new TableColumn("none", "Nullable(String)", ""),
                        new TableColumn("inner_a_property_of_more_than_sixteen_letters", "Bool", "")),
                "");
    }
}
