package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.Settings;
import io.clickreel.run.RouteTrial;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand on a batch's way from its consumer to the acknowledgement, and each kind of step and option that may not. */
class DeliveryCheckTest {
    private static final Settings SETTINGS =
            Settings.load(Services.home().resolve("application.properties"), Map.of(), Map.of());
    private static final RouteCheck CHECK = RouteTrial.of(SETTINGS, Services.home());

    /** Steps without their ids, in short where they have nothing else. */
    private static final Map<String, String> SHORTER = Map.of(
            "- to:\n +id: [\\w-]+\n +uri: (direct:[\\w-]+)\n", "- to: $1\n",
            "- (filter|split|doTry):\n +id: [\\w-]+\n", "- $1:\n",
            "- id: [\\w-]+\n +exception:\n", "- exception:\n");

    private final SortedMap<Path, String> files = shorter(read());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Around the delivery, or before it: batches are left out, held up, copied, or given to another thread.
                "clicks-ingest | `- to: direct` | `- filter:\\n            simple: ${body.rowCount} > 5\\n            steps:\\n              - to: direct` | :16:11: The step \"filter ${body.rowCount} > 5\" may not stand",
                "clicks-ingest | `- to: direct` | `- filter:\\n            simple: ${body.rowCount} > 0\\n            steps:\\n              - to: direct` | :16:11: \"filter ${body.rowCount} > 0\" may not stand here",
                "clicks-ingest | `- to: direct` | `- choice:\\n            when:\\n              - simple: ${body.size} > 5\\n                steps:\\n                  - to: direct` | :16:11: The step \"choice\" may not stand",
                "clicks-ingest | `- to: direct` | `- loop:\\n            constant: 2\\n            steps:\\n              - to: direct` | :16:11: The step \"loop\" may not stand",
                "clicks-ingest | `- to: direct` | `- split:\\n            simple: ${body}\\n            steps:\\n              - to: direct` | :16:11: The step \"split ${body}\" may not stand",
                "clicks-ingest | `- to: direct` | `- aggregate:\\n            correlationExpression:\\n              constant: true\\n            completionSize: 2\\n            aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy\"\\n            steps:\\n              - to: direct` | :16:11: The step \"aggregate\" may not stand",
                "clicks-ingest | `- to: direct` | `- resequence:\\n            simple: ${body.firstOffset}\\n            batchConfig: {}\\n            steps:\\n              - to: direct` | :16:11: The step \"resequence\" may not stand",
                "clicks-ingest | `- to: direct` | `- multicast:\\n            steps:\\n              - to: direct` | :16:11: The step \"multicast\" may not stand",
                "clicks-ingest | `- to: direct` | `- recipientList:\\n            constant: direct:dead-topic\\n        - to: direct` | :16:11: The step \"recipientList\" may not stand",
                "clicks-ingest | `- to: direct` | `- loadBalance:\\n            roundRobinLoadBalancer: {}\\n            steps:\\n              - to: direct` | :16:11: The step \"loadBalance\" may not stand",
                "clicks-ingest | `- to: direct` | `- idempotentConsumer:\\n            simple: ${body.token}\\n            idempotentRepository: \"#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository\"\\n            steps:\\n              - to: direct` | :16:11: The step \"idempotentConsumer\" may not stand",
                "clicks-ingest | `- to: direct` | `- circuitBreaker:\\n            steps:\\n              - to: direct` | It cannot be built: Cannot find camel-resilience4j",
                "clicks-ingest | `- to: direct` | `- saga:\\n            propagation: SUPPORTS\\n            steps:\\n              - to: direct` | There is no bean org.apache.camel.saga.CamelSagaService",
                "clicks-ingest | `- to: direct` | `- doTry:\\n            steps:\\n              - to: direct:deliver-batch\\n            doCatch:\\n              - exception:\\n                  - java.lang.Exception\\n                steps:\\n                  - log: swallowed\\n        - log: direct` | :16:11: The step \"doTry\" may not stand",
                "clicks-ingest | `- to: direct` | `- doTry:\\n            steps:\\n              - to: direct:deliver-batch\\n            doCatch:\\n              - exception:\\n                  - org.apache.kafka.common.InvalidRecordException\\n                steps:\\n                  - log: swallowed\\n        - log: direct` | :16:11: \"doTry\" may not stand here",
                "clicks-ingest | `- to: direct` | `- sample:\\n            samplePeriod: 5000\\n        - to: direct` | :16:11: The step \"sample\" may not stand",
                "clicks-ingest | `- to: direct` | `- throttle:\\n            constant: 1\\n        - to: direct` | :16:11: The step \"throttle\" may not stand",
                "clicks-ingest | `- to: direct` | `- delay:\\n            constant: 1000\\n            asyncDelayed: true\\n        - to: direct` | :16:11: The step \"delay\" may not stand",
                "clicks-ingest | `- to: direct` | `- threads:\\n            poolSize: 2\\n        - to: direct` | :16:11: The step \"threads\" may not stand",
                "clicks-ingest | `- to: direct` | `- wireTap:\\n            uri: log:tapped\\n        - to: direct` | :16:11: The step \"wireTap\" may not stand",
                "clicks-ingest | `- to: direct` | `- stop: {}\\n        - to: direct` | :16:11: The step \"stop\" may not stand",
                "clicks-ingest | `- to: direct` | `- rollback:\\n            message: no\\n        - to: direct` | :16:11: The step \"rollback\" may not stand",
                "clicks-ingest | `- to: direct` | `- throwException:\\n            exceptionType: java.lang.IllegalStateException\\n            message: no\\n        - to: direct` | :16:11: The step \"throwException\" may not stand",
                "clicks-ingest | `- to: direct` | `- validate:\\n            simple: ${body.rowCount} > 5\\n        - to: direct` | :16:11: The step \"validate\" may not stand",
                "clicks-ingest | `- to: direct` | `- setBody:\\n            constant: none\\n        - to: direct` | :16:11: The step \"setBody by another language: none\" may not stand",
                "clicks-ingest | `- to: direct` | `- transform:\\n            constant: none\\n        - to: direct` | :16:11: The step \"transform\" may not stand",
                "clicks-ingest | `- to: direct` | `- convertBodyTo:\\n            type: java.lang.String\\n        - to: direct` | :16:11: The step \"convertBodyTo\" may not stand",
                "clicks-ingest | `- to: direct` | `- marshal:\\n            json:\\n              library: Jackson\\n        - to: direct` | :16:11: The step \"marshal\" may not stand",
                "clicks-ingest | `- to: direct` | `- bean:\\n            ref: filmCatalogue\\n            method: csv\\n        - to: direct` | :16:11: The step \"bean filmCatalogue.csv\" may not stand",
                "clicks-ingest | `- to: direct` | `- enrich:\\n            constant: log:a\\n        - to: direct` | :16:11: The step \"enrich\" may not stand",
                "clicks-ingest | `- to: direct` | `- removeProperties:\\n            pattern: \"*\"\\n        - to: direct` | :16:11: The step \"removeProperties\" may not stand",
                "clicks-ingest | `- to: direct` | `- setHeader:\\n            name: kafka.OVERRIDE_TOPIC\\n            constant: elsewhere\\n        - to: direct` | :16:11: The step \"setHeader\" may not stand",
                "clicks-ingest | `- to: direct` | `- setProperty:\\n            name: CamelRouteStop\\n            constant: true\\n        - to: direct` | :16:11: The step \"setProperty\" may not stand",
                "clicks-ingest | `- to: direct:deliver-batch` | `- to: seda:later` | :16:11: The step \"to seda:later\" may not stand",
                "clicks-ingest | `- to: direct:deliver-batch` | `- toD: \"direct:${body.stream}\"` | :16:11: The step \"to direct:${body.stream}\" may not stand",
                "clicks-ingest | `- to: direct:deliver-batch` | `- to: direct:deliver-batch?failIfNoConsumers=false` | :16:11: The step \"to direct:deliver-batch\" may not stand where batches are delivered: its options could leave a batch out, or let it wait for a route that is not there. Leave the options of direct: out.",
                "clicks-ingest | `- to: direct` | `- setHeaders:\\n            headers:\\n              - name: who\\n                constant: me\\n              - name: CamelRouteStop\\n                constant: true\\n        - to: direct` | :16:11: The step \"setHeaders\" may not stand where batches are delivered: such a name steers Camel",
                "clicks-ingest | `- to: direct:deliver-batch` | `- to:\\n            uri: direct:deliver-batch\\n            variableSend: other` | :16:11: The step \"to direct:deliver-batch\" may not stand",
                // In the steps of the delivery themselves.
                "deliver-batch | `${body.rowCount} > 0` | `${body.rowCount} > 1` | The step \"filter ${body.rowCount} > 1\" may not stand",
                "deliver-batch | `${body.deadLetters.size} > 0` | `${body.size} > 999999999` | The step \"filter ${body.size} > 999999999\" may not stand",
                "deliver-batch | `simple: ${body.rowCount} > 0` | `constant: false` | The step \"filter by another language: false\" may not stand",
                "deliver-batch | clickhouse:{{clickhouse.database}}.${body.table} | clickhouse:elsewhere.${body.table} | The step \"to clickhouse:elsewhere.${body.table}, which is not in the database clickreel\" may not stand",
                "deliver-batch | `format: Native\\n        - setBody` | `format: JSONEachRow\\n        - setBody` | may not stand",
                "deliver-batch | `operation: insert\\n              format: Native` | `operation: insert\\n              format: Native\\n              columns: a` | may not stand",
                "deliver-batch | `id: to-clickhouse-rows` | `id: to-clickhouse-rows\\n                  ignoreInvalidEndpoint: true` | with ignoreInvalidEndpoint the rows would be stored nowhere",
                "deliver-batch | `id: to-clickhouse-rows` | `id: to-clickhouse-rows\\n                  ignoreInvalidEndpoint: TRUE` | with ignoreInvalidEndpoint the rows would be stored nowhere",
                "deliver-batch | `id: to-clickhouse-rows` | `id: to-clickhouse-rows\\n                  ignoreInvalidEndpoint: \"{{any:true}}\"` | with ignoreInvalidEndpoint the rows would be stored nowhere",
                "deliver-batch | `        - filter:\\n            simple: ${body.deadLetters.size} > 0\\n            steps:\\n              - to: direct:dead-letters` | `` | The step \"split ${body.deadLetters}\" is missing",
                "dead-letters | `stopOnException: true` | `stopOnException: false` | :8:11: The step \"split ${body.deadLetters}\" may not stand",
                "dead-letters | `streaming: true` | `streaming: true\\n            parallelProcessing: true` | :8:11: The step \"split ${body.deadLetters}\" may not stand",
                "dead-letters | org.apache.kafka.common.InvalidRecordException | java.lang.Exception | The step \"doTry\" may not stand",
                "dead-letters | `              - to:\\n                  id: to-clickhouse-dead-letters\\n                  uri: clickhouse:{{clickhouse.database}}.dead_letters\\n                  parameters:\\n                    operation: insert\\n                    format: Native` | `` | The step \"clickhouse: table dead_letters\" is missing",
                "dead-letters | `simple: ${exchangeProperty.chunk}` | `simple: ${null}` | The step \"setBody ${null}\" may not stand",
                "dead-topic | io.clickreel.deadletter.HeadedValueSerializer | org.apache.kafka.common.serialization.ByteArraySerializer | The step \"to kafka:dvd_clicks.dead\" may not stand",
                "dead-topic | `recordMetadata: false` | `recordMetadata: false\\n              requestRequiredAcks: \"0\"` | The step \"to kafka:dvd_clicks.dead\" may not stand",
                "dead-topic | `method: leftOutOfTopic` | `method: cutMessages` | The step \"bean delivery.leftOutOfTopic\" is missing",
                // How routes take errors, and what counts for all steps of one.
                "errors | `defaultErrorHandler:` | `deadLetterChannel:\\n        deadLetterUri: log:dead` | is deadLetterChannel, but has to be defaultErrorHandler",
                "errors | `      defaultErrorHandler:\\n        redeliveryPolicy:\\n          maximumRedeliveries: 0\\n          logExhausted: false` | `      noErrorHandler: {}` | is noErrorHandler, but has to be defaultErrorHandler",
                "errors | `maximumRedeliveries: 0` | `maximumRedeliveries: 5` | has maximumRedeliveries, which has to be 0",
                "errors | `    errorHandler:` | `    onException:\\n      - onException:\\n          exception:\\n            - java.lang.Exception\\n          handled:\\n            constant: true\\n    errorHandler:` | The step \"onException\" may not stand",
                "errors | `    errorHandler:` | `    onCompletion:\\n      - onCompletion:\\n          steps:\\n            - log: done\\n    errorHandler:` | The step \"onCompletion\" may not stand",
                "errors | `    errorHandler:` | `    intercept:\\n      - intercept:\\n          steps:\\n            - stop: {}\\n    errorHandler:` | The step \"intercept\" may not stand",
                "errors | `    errorHandler:` | `    interceptFrom:\\n      - interceptFrom:\\n          steps:\\n            - stop: {}\\n    errorHandler:` | The step \"interceptFrom\" may not stand",
                "dim-film-sweep | `- route:\\n    id: dim-film-sweep` | `- interceptSendToEndpoint:\\n    uri: \"clickhouse:*\"\\n    skipSendToOriginalEndpoint: true\\n    steps:\\n      - log: taken\\n- route:\\n    id: dim-film-sweep` | It takes what is sent to clickhouse:* in all routes",
                "deliver-batch | `- route:\\n    id: deliver-batch` | `- onException:\\n    exception:\\n      - java.lang.Exception\\n    continued:\\n      constant: true\\n- route:\\n    id: deliver-batch` | The step \"onException\" may not stand",
                "clicks-ingest | `    from:` | `    inputType:\\n      urn: plain-text\\n    from:` | The route clicks-ingest has inputType",
                "dim-film-sweep | `- route:\\n    id: dim-film-sweep` | `- beans:\\n    - name: delivery\\n      type: java.util.ArrayList\\n- route:\\n    id: dim-film-sweep` | The bean delivery is Clickreel's own",
                // What may stand there.
                "clicks-ingest | `- to: direct` | `- log: ${body}\\n        - setProperty:\\n            name: when\\n            simple: ${date:now}\\n        - setHeader:\\n            name: who\\n            constant: me\\n        - setVariable:\\n            name: who\\n            constant: me\\n        - to: log:seen\\n        - to: direct` | ``",
                "clicks-ingest | `- to: direct` | `- setHeaders:\\n            headers:\\n              - name: who\\n                constant: me\\n        - setVariables:\\n            variables:\\n              - name: who\\n                constant: me\\n        - to: direct` | ``",
                "clicks-ingest | `- to: direct` | `- step:\\n            id: delivered\\n            steps:\\n              - to: direct` | ``",
                "clicks-ingest | `- to: direct` | `- stop:\\n            disabled: true\\n        - to: direct` | ``",
                "deliver-batch | `        - filter:\\n            simple: ${body.rowCount} > 0\\n            steps:\\n              - toD:\\n                  id: to-clickhouse-rows\\n                  uri: clickhouse:{{clickhouse.database}}.${body.table}\\n                  parameters:\\n                    operation: insert\\n                    format: Native` | `        - toD: clickhouse:{{clickhouse.database}}.${body.table}?format=Native` | ``",
                "dead-letters | `- org.apache.kafka.common.InvalidRecordException` | `# and others` | ``",
            })
    void whatCouldLoseOrHoldUpABatchIsRefusedWithItsPlace(String file, String from, String to, String said) {
        Path edited = Services.home().resolve("routes/" + file + ".camel.yaml");
        String text = files.get(edited);
        String before = from.replace("\\n", "\n");
        assertThat(text).contains(before);
        files.put(edited, text.replace(before, to.replace("\\n", "\n")));
        List<Finding> findings = CHECK.check(files).findings();
        if (said == null || said.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).anySatisfy(finding -> assertThat(finding.toString())
                    .startsWith("routes/")
                    .contains(said.strip())
                    .doesNotContain("Exception:", "io.clickreel."));
            assertThat(findings)
                    .allSatisfy(finding -> assertThat(finding.line()).isPositive());
        }
    }

    @Test
    void whatWouldBeDoneBeforeALogOnTheWayIsRefused() {
        Path ingest = Services.home().resolve("routes/clicks-ingest.camel.yaml");
        Path other = Services.home().resolve("routes/other.camel.yaml");
        files.put(other, """
                - interceptSendToEndpoint:
                    uri: "log:*"
                    steps:
                      - setBody:
                          constant: another body
                - route:
                    id: other
                    from:
                      uri: timer:other
                      steps:
                        - to: log:other
                """);
        assertThat(CHECK.check(files).findings()).isEmpty();

        files.computeIfPresent(
                ingest, (file, text) -> text.replace("- to: direct", "- to: log:passed\n        - to: direct"));

        assertThat(CHECK.check(files).findings())
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .contains("routes/other.camel.yaml:1:3: It takes what is sent to log:* in all routes");
    }

    private static SortedMap<Path, String> read() {
        try {
            return RouteFiles.read(SETTINGS, Services.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<Path, String> shorter(SortedMap<Path, String> files) {
        SortedMap<Path, String> shorter = new TreeMap<>();
        files.forEach((file, text) -> {
            String edited = text;
            for (Map.Entry<String, String> each : SHORTER.entrySet()) {
                edited = edited.replaceAll(each.getKey(), each.getValue());
            }
            shorter.put(file, edited);
        });
        return shorter;
    }
}
