/** What reading and encoding a record costs, measured by JMH: {@code bench/jmh}. */
package io.clickreel.bench.jmh;
