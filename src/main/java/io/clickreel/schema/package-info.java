/** Brings the database to the state that the files of the {@code ddl/} folder describe. */
@org.jspecify.annotations.NullMarked
package io.clickreel.schema;
