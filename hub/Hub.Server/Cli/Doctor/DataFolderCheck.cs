using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the data folder can be used by the hub, and by nobody else.</summary>
internal static class DataFolderCheck
{
    private const UnixFileMode Strangers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode NotOwner = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly string[] Files = [SqliteDatabase.FileName, SqliteDatabase.FileName + "-wal", SqliteDatabase.FileName + "-shm", ServerSecret.FileName, AuditCheckpoint.FileName];

    public static IEnumerable<Finding> Examine(string folder)
    {
        var writable = Writable(folder);
        yield return writable;
        if (writable.Verdict != Verdict.Ok || !Directory.Exists(folder))
        {
            yield break;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Strangers) != 0)
        {
            yield return new(
                "data-folder",
                Verdict.Warning,
                new($"D'autres utilisateurs de la machine peuvent entrer dans {folder}.", $"Other users of the machine can look into {folder}."),
                new("Il contient les données des citoyens et le secret du serveur.", "It holds citizens' data and the server's secret."),
                new($"Lancez : chmod o-rwx {folder}", $"Run: chmod o-rwx {folder}"));
        }

        foreach (var file in Files.Select(name => Path.Combine(folder, name)).Where(File.Exists).Where(file => !CanOpen(file)))
        {
            yield return new(
                "data-folder",
                Verdict.Broken,
                new($"{file} ne peut pas être ouvert en écriture par cet utilisateur.", $"{file} cannot be opened for writing by this user."),
                new("Le hub doit écrire ses propres fichiers ; souvent une commande a été lancée une fois en administrateur.", "The hub has to write its own files; often a command was run once as an administrator."),
                new($"Rendez-le à l'utilisateur du hub, par exemple : chown hub: {file}", $"Give it back to the hub's user, for example: chown hub: {file}"));
        }

        yield return Secret(folder);
    }

    /// <summary>The folder itself, or while it is missing the nearest one above it.</summary>
    internal static string Nearest(string folder)
    {
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? Path.GetPathRoot(Environment.CurrentDirectory) ?? "/";
        }

        return folder;
    }

    private static Finding Writable(string folder)
    {
        var nearest = Nearest(folder);
        var probe = Path.Combine(nearest, $".hub-doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return nearest == folder
                ? Finding.Ok("data-folder", $"{folder} est accessible en écriture.", $"{folder} is writable.")
                : Finding.Ok("data-folder", $"{folder} sera créé au premier démarrage.", $"{folder} will be made at the first start.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(
                "data-folder",
                Verdict.Broken,
                new($"{nearest} n'est pas accessible en écriture ({error.GetType().Name}).", $"{nearest} cannot be written ({error.GetType().Name})."),
                new("Le hub n'accepte une demande qu'après l'avoir écrite sur disque.", "The hub takes a request only once it is written to disk."),
                new("Donnez le droit d'écriture à son utilisateur, remontez le disque en écriture, ou choisissez un autre dossier avec HUB__DATA.", "Give its user the right to write, mount the disk for writing, or choose another folder with HUB__DATA."));
        }
    }

    private static bool CanOpen(string file)
    {
        try
        {
            // Sharing everything takes no lock, so that a running hub is not disturbed.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (FileNotFoundException)
        {
            // A hub that stops removes its write-ahead log.
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Finding Secret(string folder)
    {
        var path = Path.Combine(folder, ServerSecret.FileName);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(folder, SqliteDatabase.FileName))
                ? new(
                    "secret",
                    Verdict.Broken,
                    new($"{path} est absent.", $"{path} is missing."),
                    new("Sans lui, aucune clé d'accès existante ne peut être vérifiée.", "Without it no existing API key can be checked."),
                    new("Restaurez le fichier ; à défaut, donnez une nouvelle clé par HUB__BOOTSTRAPKEY et refaites les autres.", "Restore the file; failing that, give a new key with HUB__BOOTSTRAPKEY and make the others anew."))
                : Finding.Ok("secret", "Le secret du serveur sera créé au premier démarrage.", "The server's secret will be made at the first start.");
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & NotOwner) != 0
            ? new(
                "secret",
                Verdict.Warning,
                new($"D'autres que son propriétaire peuvent lire {path}.", $"Others than its owner can read {path}."),
                new("Qui le lit peut fabriquer des sessions et vérifier des clés.", "Whoever reads it can make sessions and check keys."),
                new($"Lancez : chmod 600 {path}", $"Run: chmod 600 {path}"))
            : Finding.Ok("secret", "Le secret du serveur n'est lisible que par son propriétaire.", "The server's secret is readable by its owner only.");
    }
}
