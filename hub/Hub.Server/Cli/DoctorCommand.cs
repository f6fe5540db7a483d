using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Cli;

/// <summary><c>hub doctor</c>: looks at what usually goes wrong on a machine, and says how to mend it. Changes nothing.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 100L << 20;

    public static Command Create()
    {
        var json = CommandSettings.JsonOption();
        var command = new Command("doctor", "Check settings, data folder, disk, ports, clock and store. Exit codes: 0 nothing is wrong; 1 something is.") { json };
        command.SetAction(async (parsed, _) =>
        {
            var findings = Examine(parsed.Configuration()).ToList();
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(findings);
            }
            else
            {
                foreach (var finding in findings)
                {
                    await parsed.WriteAsync($"{finding.Verdict,-7} {finding.What,-14} {finding.Detail}");
                }
            }

            return findings.Any(finding => finding.Verdict == Finding.Wrong) ? ExitCodes.Negative : ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<Finding> Examine(IConfiguration configuration)
    {
        var check = HubOptionsReader.Check(configuration);
        if (check.Mistakes.Count > 0)
        {
            foreach (var mistake in check.Mistakes)
            {
                yield return new(Finding.Wrong, "settings", mistake);
            }
        }
        else
        {
            yield return new(Finding.Good, "settings", "no mistake");
        }

        var options = check.Options;
        yield return DataFolder(options.Data);
        yield return Disk(options.Data);
        yield return Secret(options.Data);
        yield return Port("HUB__HTTP", options.Http);
        yield return Port("HUB__GRPC", options.Grpc);
        yield return Port("HUB__MANAGEMENT", options.Management);
        foreach (var finding in Store(options))
        {
            yield return finding;
        }
    }

    private static Finding DataFolder(string folder)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest) ?? Path.GetPathRoot(folder) ?? "/";
        }

        var probe = Path.Combine(nearest, $".hub-doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return new(Finding.Good, "data folder", nearest == folder ? $"{folder} is writable" : $"{folder} will be made at the first start");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(Finding.Wrong, "data folder", $"{nearest} cannot be written ({error.GetType().Name}). Give its user the right to write, or set HUB__DATA to another folder.");
        }
    }

    private static Finding Disk(string folder)
    {
        // The longest mount point above the folder is the disk that it stands on.
        var drive = DriveInfo.GetDrives()
            .Where(candidate => folder.StartsWith(candidate.Name, StringComparison.Ordinal))
            .MaxBy(candidate => candidate.Name.Length);
        if (drive is not { IsReady: true })
        {
            return new(Finding.Unsure, "disk", $"the disk of {folder} could not be found");
        }

        var free = string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace >> 20} MiB free on {drive.Name}");
        return drive.AvailableFreeSpace switch
        {
            < NoSpace => new(Finding.Wrong, "disk", $"{free}: too little to run. Make room."),
            < LittleSpace => new(Finding.Unsure, "disk", $"{free}: make room soon."),
            _ => new(Finding.Good, "disk", free),
        };
    }

    private static Finding Secret(string folder)
    {
        var path = Path.Combine(folder, ServerSecret.FileName);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(folder, SqliteDatabase.FileName))
                ? new(Finding.Wrong, "secret", $"{path} is missing: no existing API key can be checked. Restore the file, or set HUB__BOOTSTRAPKEY to a new key and make the others anew.")
                : new(Finding.Good, "secret", "will be made at the first start");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
            ? new(Finding.Wrong, "secret", $"others than its owner can read {path}. Run: chmod 600 {path}")
            : new(Finding.Good, "secret", "readable by its owner only");
    }

    private static Finding Port(string setting, Uri address)
    {
        if (address.Port == 0)
        {
            return new(Finding.Good, "port", $"{setting}: a free one at start");
        }

        try
        {
            var ip = IPAddress.TryParse(address.Host, out var parsed) ? parsed : IPAddress.Loopback;
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
            return new(Finding.Good, "port", $"{setting}: {address.Authority} is free");
        }
        catch (SocketException error)
        {
            return new(Finding.Unsure, "port", $"{setting}: {address.Authority} is taken ({error.SocketErrorCode}). If it is not this hub that runs already, stop the other program or change the setting.");
        }
    }

    private static IEnumerable<Finding> Store(HubOptions options)
    {
        if (!File.Exists(Path.Combine(options.Data, SqliteDatabase.FileName)))
        {
            yield return new(Finding.Good, "store", "will be made at the first start");
            yield break;
        }

        LocalStore store;
        Finding? trouble = null;
        try
        {
            store = LocalStore.OpenExisting(options);
        }
        catch (Exception error) when (error is StoreVersionException or Microsoft.Data.Sqlite.SqliteException or InvalidDataException)
        {
            trouble = new(Finding.Wrong, "store", $"{error.Message} If the file is damaged, restore a backup: hub restore");
            store = null!; // not used: the method ends just below
        }

        if (trouble is not null)
        {
            yield return trouble;
            yield break;
        }

        using (store)
        {
            var damage = store.Database.FindDamage();
            yield return damage is null
                ? new(Finding.Good, "store", string.Create(CultureInfo.InvariantCulture, $"version {SqliteMigrations.Latest}, no damage found"))
                : new(Finding.Wrong, "store", $"damaged: {damage}. Restore a backup: hub restore");
            if (damage is null)
            {
                yield return Clock(store.Audit);
            }
        }
    }

    /// <summary>No outside clock is asked: what the hub itself wrote must not lie in the future.</summary>
    private static Finding Clock(IAuditStore audit)
    {
        var now = TimeProvider.System.GetUtcNow();
        return audit.Head() is { } head && head.Entry.At > now.AddMinutes(1)
            ? new(Finding.Wrong, "clock", $"the machine's clock says {now:u}, the last audit entry {head.Entry.At:u}: the clock went back. Set it (timedatectl).")
            : new(Finding.Good, "clock", now.ToString("u", CultureInfo.InvariantCulture));
    }

    private sealed record Finding(string Verdict, string What, string Detail)
    {
        public const string Good = "ok";
        public const string Unsure = "look";
        public const string Wrong = "WRONG";
    }
}
