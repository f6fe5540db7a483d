using System.Globalization;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hub.Server.Cli.Doctor;

/// <summary>The store's file as it is, opened for reading only: version, damage, the audit log and what its dates say about the clock.</summary>
internal static class StoreCheck
{
    private static readonly LocalizedText Restore = new(
        "Arrêtez le hub, gardez une copie du dossier, puis restaurez une sauvegarde : hub restore",
        "Stop the hub, keep a copy of the folder, then restore a backup: hub restore");

    /// <param name="isFull">The whole store and the whole audit log, instead of what is quick.</param>
    public static IEnumerable<Finding> Examine(string folder, bool isFull)
    {
        if (!File.Exists(Path.Combine(folder, SqliteDatabase.FileName)))
        {
            return [Finding.Ok("store", "La base sera créée au premier démarrage.", "The store will be made at the first start.")];
        }

        try
        {
            using var database = SqliteDatabase.OpenReadOnly(folder);
            return [.. ExamineFile(database, folder, isFull)];
        }
        catch (SqliteException error)
        {
            return
            [
                new(
                    "store",
                    Verdict.Broken,
                    new($"La base ne peut pas être lue (SQLite {error.SqliteErrorCode}).", $"The store cannot be read (SQLite {error.SqliteErrorCode}: {Reason(error.SqliteErrorCode)})."),
                    new("Sans elle le hub ne démarre pas.", "Without it the hub does not start."),
                    Restore),
            ];
        }
    }

    private static IEnumerable<Finding> ExamineFile(SqliteDatabase database, string folder, bool isFull)
    {
        var version = database.Version();
        if (version > SqliteMigrations.Latest)
        {
            yield return new(
                "store",
                Verdict.Broken,
                new(Invariant($"La base est en version {version} ; ce programme connaît jusqu'à la version {SqliteMigrations.Latest}."), Invariant($"The store has version {version}; this program knows up to version {SqliteMigrations.Latest}.")),
                new("Elle a été écrite par un hub plus récent, que celui-ci ne saurait pas relire.", "A newer hub wrote it, and this one would not know what it reads."),
                new("Démarrez le hub plus récent, ou restaurez une sauvegarde d'avant la mise à niveau.", "Start the newer hub, or restore a backup made before the upgrade."));
            yield break;
        }

        if (database.FindDamage(isQuick: !isFull) is { } damage)
        {
            yield return new(
                "store",
                Verdict.Broken,
                new($"La base est abîmée : {damage}", $"The store is damaged: {damage}"),
                new("Des demandes peuvent manquer ; continuer d'écrire étendrait les dégâts.", "Requests may be missing; writing on would spread the damage."),
                Restore);
            yield break;
        }

        if (version < SqliteMigrations.Latest)
        {
            yield return new(
                "store",
                Verdict.Note,
                new(Invariant($"La base est en version {version} et passera en version {SqliteMigrations.Latest} au prochain démarrage."), Invariant($"The store has version {version} and will become version {SqliteMigrations.Latest} at the next start.")),
                new("Une base mise à niveau ne revient pas en arrière.", "A store that was brought up to date does not go back."),
                new("Faites d'abord une sauvegarde : hub backup", "Make a backup first: hub backup"));
            if (version == 0)
            {
                yield break;
            }
        }
        else
        {
            yield return Finding.Ok("store", Invariant($"Version {version}, aucun dégât trouvé."), Invariant($"Version {version}, no damage found."));
        }

        yield return Audit(new SqliteAudit(database), folder, isFull);
        yield return Clock(new SqliteAudit(database).Head()?.Entry.At, TimeProvider.System.GetUtcNow());
    }

    private static Finding Audit(SqliteAudit audit, string folder, bool isFull)
    {
        LocalizedText? wrong;
        try
        {
            var checkpoint = new AuditCheckpoint(folder).Read();
            wrong = isFull ? AuditInspection.Verify(audit, checkpoint).Wrong : AuditInspection.VerifyTail(audit, checkpoint);
        }
        catch (AuditCheckpointException error)
        {
            wrong = new($"Le point de contrôle n'est pas fiable : {error.Message}", error.Message);
        }

        return wrong is null
            ? Finding.Ok(
                "audit",
                isFull ? "Le journal d'audit est intact." : "La fin du journal d'audit est intacte.",
                isFull ? "The audit log is intact." : "The end of the audit log is intact.")
            : new(
                "audit",
                Verdict.Warning,
                wrong,
                new("Quelqu'un a pu écrire dans le dossier de données en dehors du hub.", "Somebody may have written into the data folder from outside the hub."),
                new("Lancez « hub audit verify », comparez avec une sauvegarde, et cherchez qui peut écrire dans le dossier.", "Run \"hub audit verify\", compare with a backup, and look for who can write the folder."));
    }

    /// <summary>What the hub itself wrote must not lie in the future.</summary>
    internal static Finding Clock(DateTimeOffset? last, DateTimeOffset now) => last > now.AddMinutes(1)
        ? new(
            "clock",
            Verdict.Broken,
            new(Invariant($"L'horloge indique {now:u}, la dernière entrée d'audit {last:u} : elle a reculé."), Invariant($"The clock says {now:u}, the last audit entry {last:u}: it went back.")),
            new("Échéances, jetons et ordre des événements seraient faux.", "Deadlines, tokens and the order of events would be wrong."),
            new("Réglez l'horloge et sa synchronisation : timedatectl set-ntp true", "Set the clock and its synchronisation: timedatectl set-ntp true"))
        : Finding.Ok("clock", "Rien dans la base n'est daté du futur.", "Nothing in the store is dated in the future.");

    private static string Reason(int code) => code switch
    {
        5 or 6 => "busy",
        8 or 14 => "cannot be opened; a folder that cannot be written is one reason",
        10 => "the disk failed",
        11 or 26 => "damaged, or no store at all",
        _ => "see sqlite.org/rescode.html",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
