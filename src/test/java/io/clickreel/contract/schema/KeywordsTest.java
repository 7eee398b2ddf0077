package io.clickreel.contract.schema;

import static io.clickreel.contract.schema.SmallContract.read;
import static io.clickreel.contract.schema.SmallContract.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A keyword that would not be enforced is refused by its name, with the one that is meant or a way out. */
class KeywordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ref",
                "$defs",
                "$anchor",
                "$dynamicRef",
                "$dynamicAnchor",
                "$vocabulary",
                "definitions",
                "allOf",
                "not",
                "if",
                "then",
                "else",
                "dependentSchemas",
                "dependentRequired",
                "dependencies",
                "prefixItems",
                "additionalItems",
                "contains",
                "minContains",
                "maxContains",
                "uniqueItems",
                "patternProperties",
                "propertyNames",
                "minProperties",
                "maxProperties",
                "unevaluatedItems",
                "unevaluatedProperties",
                "contentEncoding",
                "contentMediaType",
                "contentSchema",
                "formatExclusiveMinimum",
                "nullable",
                "id",
                "",
                "~/"
            })
    void aKeywordThatWouldNotBeEnforcedIsRefusedByItsName(String keyword) {
        String escaped = keyword.replace("~", "~0").replace("/", "~1");
        assertThat(refusal("{\n\"properties\": {\"a\": {\n\"" + keyword + "\": {}}}}"))
                .startsWith("contracts/t.json, line 3: the keyword " + keyword + " would not be enforced")
                .endsWith("(/properties/a/" + escaped + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allOf", "if", "not"})
    void aKeywordOfJsonSchemaIsNotTakenForAMisspeltOne(String keyword) {
        assertThat(refusal("{\"" + keyword + "\": {}}")).doesNotContain(" meant?");
    }

    @ParameterizedTest
    @CsvSource({
        "x-colum, x-column",
        "x-columns, x-column",
        "X-Column, x-column",
        "x-tim, x-time",
        "requird, required",
        "propertys, properties",
        "enums, enum",
        "minlength, minLength",
        "max-length, maxLength",
        "minimun, minimum",
        "Type, type",
        "formatMinimun, formatMinimum",
        "additionalPropertes, additionalProperties",
        "schema, $schema",
        "x-generat, x-generate"
    })
    void aMisspeltKeywordIsToldTheRightOne(String written, String meant) {
        assertThat(refusal("{\"" + written + "\": \"a\"}"))
                .contains("the keyword " + written + " would not be enforced")
                .contains("Is " + meant + " meant?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-owner", "x-internal-id", "x-name", "x-tier", "x-pii"})
    void theWordsOfOtherProgramsAreLeftAlone(String keyword) {
        assertThat(read("{\"" + keyword + "\": {\"type\": \"x\"}}").types()).hasSize(7);
    }
}
