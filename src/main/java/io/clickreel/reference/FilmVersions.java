package io.clickreel.reference;

import io.clickreel.clickhouse.Sql;
import io.clickreel.reference.file.FilmContract;

/** SQL about the versions of the films that were live before: kept when they are replaced, dropped when they are old. */
final class FilmVersions {
    private FilmVersions() {}

    /** Deletes what a run that died has left of the version. */
    static String drop(String version) {
        return "ALTER TABLE dim_film_versions DROP PARTITION '" + version + "'";
    }

    static String keepLive(FilmContract contract, String version) {
        return "INSERT INTO dim_film_versions (version, " + contract.names() + ") SELECT '" + version + "', "
                + contract.names() + " FROM dim_film";
    }

    /** The complete kept versions other than the live one, the newest first. */
    static String selectKept(FilmContract contract) {
        // DISTINCT, because two instances may have kept the same version at once.
        return "SELECT version, toString(max(replaced)) AS replaced_at, count() AS films, "
                + FilmCensus.version(contract) + " AS whole FROM (SELECT version, " + contract.names()
                + ", max(replaced_at) AS replaced FROM dim_film_versions GROUP BY version, " + contract.names()
                + ") GROUP BY version HAVING whole = version AND version != (SELECT " + FilmCensus.version(contract)
                + " FROM dim_film) ORDER BY max(replaced) DESC, version";
    }

    /** Needs the parameter {@code version}. */
    static Sql restore(FilmContract contract, String staging) {
        return new Sql("INSERT INTO " + staging + " (" + contract.names() + ") SELECT DISTINCT " + contract.names()
                + " FROM dim_film_versions WHERE version = {version:String}");
    }

    static String createStaging(String staging) {
        return "CREATE TABLE " + staging + " AS dim_film";
    }

    /** Makes readers see all of the new films instead of all of the old, from one moment to the next. */
    static String swap(String staging) {
        return "EXCHANGE TABLES " + staging + " AND dim_film";
    }

    static String dropStaging(String staging) {
        return "DROP TABLE IF EXISTS " + staging + " SYNC";
    }
}
