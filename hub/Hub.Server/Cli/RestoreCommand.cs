using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Server.Journeys;
using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Web;
using Microsoft.Data.Sqlite;

namespace Hub.Server.Cli;

/// <summary><c>hub restore FOLDER</c>: puts a backup's state into the data folder of a stopped hub.</summary>
internal static class RestoreCommand
{
    private static readonly string[] StoreFiles = [SqliteDatabase.FileName, SqliteDatabase.FileName + "-wal", SqliteDatabase.FileName + "-shm", AuditCheckpoint.FileName, Restoration.FileName];

    public static Command Create()
    {
        var source = new Argument<string>("FOLDER") { Description = "A folder that 'hub backup' made" };
        var force = new Option<bool>("--force") { Description = "Replace what the data folder holds; the old files are kept beside, with the date in their names" };
        var command = new Command("restore", $"Put a backup into the data folder (HUB__DATA). The hub must be stopped. {ExitCodes.Help}") { source, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = parsed.Settings();
            var (manifest, waiting) = await RestoreAsync(options, Path.GetFullPath(parsed.GetRequiredValue(source)), parsed.GetValue(force), cancellationToken);
            await parsed.WriteAsync($"Restored the state of {manifest.MadeAt.ToString("u", CultureInfo.InvariantCulture)} into {options.Data}.");
            if (waiting > 0)
            {
                await parsed.WriteAsync($"{waiting.ToString(CultureInfo.InvariantCulture)} journeys wait for an event of a connector. Those that came after the backup are not sent again by themselves: look through GET /api/incidents once the hub runs.");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    internal static async Task<(BackupManifest Manifest, int Waiting)> RestoreAsync(HubOptions options, string folder, bool force, CancellationToken cancellationToken)
    {
        // 1. The backup must be whole and its audit log intact before anything is touched.
        var manifest = await ReadManifestAsync(folder, cancellationToken);
        var backup = Path.Combine(folder, SqliteDatabase.FileName);
        if (await BackupCommand.HashAsync(backup, cancellationToken) != manifest.Sha256)
        {
            throw new CommandRefusedException($"{backup} is not the file that the backup's {BackupManifest.FileName} describes (SHA-256 differs): it was damaged or changed. Use another backup.", ExitCodes.Negative);
        }

        // 2. The target must be free, and stay so: a hub that starts meanwhile is refused.
        using var folderLock = TakeFolder(options.Data);
        var target = Path.Combine(options.Data, SqliteDatabase.FileName);
        if (File.Exists(target))
        {
            RequireForce(force, options.Data);
            RequireNotOpen(target);
        }

        // 3. Copy beside, then swap; what stood there is kept.
        var incoming = target + ".restoring";
        CopyDurably(backup, incoming);
        SetAside(options.Data);
        File.Move(incoming, target);
        DurableFolder.Sync(options.Data);
        BackupCommand.CopyFolder(Path.Combine(folder, BackupCommand.DocumentsFolder), Path.Combine(options.Data, BackupCommand.DocumentsFolder));
        var secret = Path.Combine(folder, ServerSecret.FileName);
        if (File.Exists(secret))
        {
            SecretFile.Replace(Path.Combine(options.Data, ServerSecret.FileName), await File.ReadAllBytesAsync(secret, cancellationToken));
        }

        // 4. The log goes on from here, and a checkpoint of this folder's own key says from where.
        using var store = LocalStore.OpenExisting(options);
        var verdict = AuditInspection.Verify(store.Audit, checkpoint: null);
        if (!verdict.IsIntact)
        {
            throw new CommandRefusedException($"the state was restored, but its audit log is not intact: {verdict.Wrong?.En} Run: hub audit verify", ExitCodes.Negative);
        }

        // 5. What waits for a connector's event may wait for one that has been and gone: the journeys say so, and the incidents will.
        var restored = new Restoration(manifest.MadeAt, TimeProvider.System.GetUtcNow());
        SecretFile.Replace(Path.Combine(options.Data, Restoration.FileName), restored.Serialize());
        var waiting = new SqliteWorkflows(store.Database).JourneysWaitingForConnectors();
        await store.Writer.CommitAsync(
            [
                .. waiting.Select(journey => ToldTo(journey, restored)),
                new AuditEntry { At = restored.RestoredAt, Tenant = "*", Actor = "cli", Action = AuditCatalog.BackupRestored, Subject = manifest.Sha256 },
            ],
            cancellationToken);
        if (store.Audit.Head() is { } head)
        {
            new AuditCheckpoint(options.Data).Sign(head, TimeProvider.System.GetUtcNow());
        }

        return (manifest, waiting.Count);
    }

    private static AppendJourneyEvent ToldTo((TenantId Tenant, JourneyId Id) journey, Restoration restored)
    {
        var madeAt = restored.BackupMadeAt.ToString("u", CultureInfo.InvariantCulture);
        return new AppendJourneyEvent(journey.Tenant, new(
            journey.Id,
            restored.RestoredAt,
            JourneyEventTypes.HubRestored,
            "hub",
            "system",
            new(
                $"Hub ramené à sa sauvegarde du {madeAt} ; un événement reçu depuis serait à renvoyer",
                $"Hub put back to its backup of {madeAt}; an event received since would have to be sent again")));
    }

    private static async Task<BackupManifest> ReadManifestAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, BackupManifest.FileName);
        if (!File.Exists(path) || !File.Exists(Path.Combine(folder, SqliteDatabase.FileName)))
        {
            throw new CommandRefusedException($"{folder} is no backup: {BackupManifest.FileName} and {SqliteDatabase.FileName} were expected in it. Name a folder that 'hub backup' made.");
        }

        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(path, cancellationToken), JsonSerializerOptions.Web)
                ?? throw new CommandRefusedException($"{path} is empty. Use another backup.");
        }
        catch (JsonException)
        {
            throw new CommandRefusedException($"{path} cannot be read as JSON: it was damaged or changed. Use another backup.");
        }
    }

    private static void RequireForce(bool force, string dataFolder)
    {
        if (!force)
        {
            throw new CommandRefusedException($"{dataFolder} holds a store already. Set HUB__DATA to an empty folder, or add --force to replace it (the old files are kept beside).");
        }
    }

    private static DataFolderLock TakeFolder(string dataFolder)
    {
        try
        {
            return DataFolderLock.Take(dataFolder);
        }
        catch (IOException)
        {
            throw new CommandRefusedException($"a hub uses {dataFolder}. Stop it first, then restore.");
        }
    }

    // The old store is set aside only once the new one is on disk.
    private static void CopyDurably(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        using var stream = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Leaving WAL mode needs the file for oneself alone, so this fails exactly when another command has it open.</summary>
    private static void RequireNotOpen(string file)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 1 }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteScalar();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            throw new CommandRefusedException($"another command uses {file}. Wait for it to end, then restore.");
        }
        catch (SqliteException)
        {
            // A damaged file is a good reason to restore another one over it.
        }
    }

    private static void SetAside(string dataFolder)
    {
        var stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        foreach (var name in StoreFiles.Append(BackupCommand.DocumentsFolder))
        {
            var path = Path.Combine(dataFolder, name);
            if (Directory.Exists(path))
            {
                Directory.Move(path, $"{path}.replaced-{stamp}");
            }
            else if (File.Exists(path))
            {
                File.Move(path, $"{path}.replaced-{stamp}");
            }
        }
    }
}
