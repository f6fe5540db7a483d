using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Web;

namespace Hub.Server.Cli;

/// <summary><c>hub backup FOLDER</c>: one consistent state of the store, taken while the hub runs.</summary>
internal static class BackupCommand
{
    /// <summary>The folder inside the data folder that holds the documents' contents.</summary>
    internal const string DocumentsFolder = "documents";

    public static Command Create()
    {
        var target = new Argument<string>("FOLDER") { Description = "A folder that does not exist yet" };
        var withSecret = new Option<bool>("--with-secret") { Description = "Put the server's secret into it too: whoever has the folder can then check API keys and sign tokens" };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "backup",
            $"Copy the store's state of this moment into a folder, also while the hub runs. Without --with-secret the server's secret stays out: keep {ServerSecret.FileName} of the data folder apart, or make new API keys after a restore. {ExitCodes.Help}")
        {
            target,
            withSecret,
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var manifest = await MakeAsync(parsed.Settings(), Path.GetFullPath(parsed.GetRequiredValue(target)), parsed.GetValue(withSecret), cancellationToken);
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(manifest);
            }
            else
            {
                await parsed.WriteAsync($"Backup made: {manifest.Bytes.ToString(CultureInfo.InvariantCulture)} bytes, {manifest.Documents} documents, audit log up to entry {manifest.AuditEntries}.");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    internal static async Task<BackupManifest> MakeAsync(HubOptions options, string folder, bool withSecret, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new CommandRefusedException($"{folder} exists already. Name a folder that does not, such as {folder}-2.");
        }

        // 1. Everything goes into a folder beside the target; the last step renames it, so that a backup is whole or not there.
        using var store = LocalStore.OpenExisting(options);
        var partial = $"{folder}.partial";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        Directory.CreateDirectory(partial);
        var copy = Path.Combine(partial, SqliteDatabase.FileName);
        store.Database.CopyTo(copy);

        // 2. The documents after the rows that name them: what is stored meanwhile is too much, never too little.
        var documents = CopyFolder(Path.Combine(options.Data, DocumentsFolder), Path.Combine(partial, DocumentsFolder));
        if (withSecret)
        {
            SecretFile.Replace(Path.Combine(partial, ServerSecret.FileName), await File.ReadAllBytesAsync(Path.Combine(options.Data, ServerSecret.FileName), cancellationToken));
        }

        // 3. What a restore checks.
        var head = HeadOf(partial);
        var manifest = new BackupManifest(
            SqliteMigrations.Latest,
            TimeProvider.System.GetUtcNow(),
            new FileInfo(copy).Length,
            await HashAsync(copy, cancellationToken),
            documents,
            head?.Sequence ?? 0,
            head is null ? "" : Convert.ToHexStringLower(head.Hash));
        SecretFile.Replace(Path.Combine(partial, BackupManifest.FileName), JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web));
        Directory.Move(partial, folder);
        DurableFolder.Sync(Path.GetDirectoryName(folder) ?? folder);
        await store.Writer.CommitAsync(
            [new AuditEntry { At = manifest.MadeAt, Tenant = "*", Actor = "cli", Action = AuditCatalog.BackupMade, Subject = manifest.Sha256 }],
            cancellationToken);
        return manifest;
    }

    internal static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    internal static int CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            return 0;
        }

        var count = 0;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? to);
            File.Copy(file, target);
            using var stream = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
            count++;
        }

        return count;
    }

    private static AuditRow? HeadOf(string folder)
    {
        using var copy = new SqliteDatabase(folder);
        return new SqliteAudit(copy).Head();
    }
}

/// <summary>What a backup says about itself, in <c>backup.json</c>.</summary>
/// <param name="StoreVersion">The version of the store's tables.</param>
/// <param name="Sha256">Of the store's file.</param>
internal sealed record BackupManifest(int StoreVersion, DateTimeOffset MadeAt, long Bytes, string Sha256, int Documents, long AuditEntries, string AuditHead)
{
    public const string FileName = "backup.json";
}
