package io.clickreel.registry;

import java.util.Map;

/**
 * A schema as the registry has it.
 *
 * @param type AVRO, PROTOBUF or JSON, or another word that the registry knows
 * @param references the texts of the schemas that it refers to, also indirectly, each behind those that it refers to itself; by
 *     the name by which it is referred to
 */
record RegisteredSchema(String type, String text, Map<String, String> references) {}
