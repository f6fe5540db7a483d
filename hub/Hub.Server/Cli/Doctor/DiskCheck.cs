using System.Diagnostics;
using System.Globalization;
using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the disk below the data folder has room, is a disk at all, and really keeps what it says it has kept.</summary>
internal static class DiskCheck
{
    private const string Mounts = "/proc/self/mountinfo";
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 100L << 20;
    private const int Rounds = 15;

    /// <summary>The fastest disks that survive a power cut need tens of microseconds through a file system.</summary>
    private static readonly TimeSpan TooFast = TimeSpan.FromMicroseconds(20);

    /// <summary>Each accepted request waits for one such write.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Finding> Examine(string folder)
    {
        yield return Space(folder);
        if (File.Exists(Mounts))
        {
            yield return FileSystem(MountTable.Find(File.ReadLines(Mounts), DataFolderCheck.Nearest(folder)));
        }

        if (MeasureSync(DataFolderCheck.Nearest(folder)) is { } time)
        {
            yield return Durability(time);
        }
    }

    private static Finding Space(string folder)
    {
        var store = new FileInfo(Path.Combine(folder, SqliteDatabase.FileName));
        var free = new DriveInfo(DataFolderCheck.Nearest(folder)).AvailableFreeSpace;
        return Space(free, store.Exists ? store.Length : 0);
    }

    internal static Finding Space(long free, long store)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB");
        var mend = new LocalizedText(
            "Faites de la place, agrandissez le disque, ou déplacez les sauvegardes ailleurs.",
            "Make room, enlarge the disk, or move backups elsewhere.");
        return free switch
        {
            < NoSpace => new("disk-space", Verdict.Broken, new($"{shown} libres : trop peu pour fonctionner.", $"{shown} free: too little to run."), new("Disque plein, le hub n'accepte plus rien.", "With a full disk the hub takes nothing more."), mend),
            < LittleSpace => new("disk-space", Verdict.Warning, new($"{shown} libres.", $"{shown} free."), new("Disque plein, le hub n'accepte plus rien.", "With a full disk the hub takes nothing more."), mend),
            _ when free < store => new(
                "disk-space",
                Verdict.Warning,
                new($"{shown} libres, moins que la taille de la base.", $"{shown} free, less than the store's size."),
                new("Une sauvegarde sur ce disque, ou une mise à niveau, a besoin d'autant que la base.", "A backup on this disk, or an upgrade, needs as much as the store."),
                mend),
            _ => Finding.Ok("disk-space", $"{shown} libres.", $"{shown} free."),
        };
    }

    internal static Finding FileSystem(Mount? mount) => mount?.Type switch
    {
        null => new(
            "file-system",
            Verdict.Note,
            new("Le système de fichiers n'a pas pu être déterminé.", "The file system could not be determined."),
            new("Certains ne conviennent pas : réseau, mémoire.", "Some do not fit: network, memory."),
            new("Vérifiez que le dossier est sur un disque local.", "See that the folder is on a local disk.")),
        "nfs" or "nfs4" or "cifs" or "smb3" or "smbfs" or "9p" or "ceph" or "afs" or "lustre" or "fuse.sshfs" or "fuse.glusterfs" or "fuse.s3fs" or "fuse.rclone" => new(
            "file-system",
            Verdict.Broken,
            new($"Le dossier est sur un système de fichiers réseau ({mount.Type}).", $"The folder is on a network file system ({mount.Type})."),
            new("La base partage de la mémoire et des verrous entre processus, ce qu'un réseau ne garantit pas : elle peut s'abîmer.", "The store shares memory and locks between processes, which a network does not guarantee: it can be damaged."),
            new("Mettez HUB__DATA sur un disque local ou un volume en mode bloc.", "Put HUB__DATA on a local disk or a block volume.")),
        "tmpfs" or "ramfs" or "devtmpfs" => new(
            "file-system",
            Verdict.Warning,
            new($"Le dossier est en mémoire ({mount.Type}).", $"The folder is in memory ({mount.Type})."),
            new("Tout disparaît à l'arrêt de la machine.", "Everything is gone when the machine stops."),
            new("Mettez HUB__DATA sur un disque.", "Put HUB__DATA on a disk.")),
        "overlay" or "aufs" => new(
            "file-system",
            Verdict.Warning,
            new("Le dossier est dans la couche du conteneur.", "The folder is in the container's own layer."),
            new("Tout disparaît avec le conteneur.", "Everything is gone with the container."),
            new("Montez un volume et mettez-y HUB__DATA.", "Mount a volume and put HUB__DATA there.")),
        var type => Finding.Ok("file-system", $"{type}, monté sur {mount.Point}.", $"{type}, mounted at {mount.Point}."),
    };

    internal static Finding Durability(TimeSpan median)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{median.TotalMilliseconds:0.###} ms");
        if (median < TooFast)
        {
            return new(
                "durability",
                Verdict.Warning,
                new($"Une écriture forcée prend {shown} : aucun disque qui garde vraiment n'est aussi rapide.", $"A forced write takes {shown}: no disk that really keeps is that fast."),
                new("Une coupure de courant perdrait des demandes déjà acceptées.", "A power cut would lose requests already accepted."),
                new("Cherchez un système de fichiers en mémoire, un cache d'écriture non secouru ou une machine virtuelle qui ignore les écritures forcées.", "Look for a file system in memory, a write cache without battery, or a virtual machine that ignores forced writes."));
        }

        return median > Slow
            ? new(
                "durability",
                Verdict.Warning,
                new($"Une écriture forcée prend {shown}.", $"A forced write takes {shown}."),
                new("Chaque demande acceptée en attend une ; plusieurs la partagent, mais toutes attendent.", "Every accepted request waits for one; several share it, but all wait."),
                new("Choisissez un disque plus rapide (SSD), ou cherchez ce qui l'occupe.", "Choose a faster disk (SSD), or look for what keeps it busy."))
            : Finding.Ok("durability", $"Une écriture forcée prend {shown}.", $"A forced write takes {shown}.");
    }

    /// <summary>The median of a few writes of one page, each forced to the disk; null where nothing can be written, which another check tells.</summary>
    private static TimeSpan? MeasureSync(string folder)
    {
        var probe = Path.Combine(folder, $".hub-doctor-{Guid.NewGuid():N}");
        var page = new byte[4096];
        var times = new List<TimeSpan>(Rounds);
        try
        {
            using var file = File.OpenHandle(probe, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

            // The first write makes the file longer, which costs the journal of the file system; the store writes in place mostly.
            RandomAccess.Write(file, page, 0);
            RandomAccess.FlushToDisk(file);
            for (var round = 0; round < Rounds; round++)
            {
                page[0]++;
                var started = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, page, 0);
                RandomAccess.FlushToDisk(file);
                times.Add(Stopwatch.GetElapsedTime(started));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        times.Sort();
        return times[Rounds / 2];
    }
}
