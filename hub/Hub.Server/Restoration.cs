using System.Text.Json;

namespace Hub.Server;

/// <summary>
/// When this state was put back from a backup, which <c>hub restore</c> notes in the data folder. What happened between the backup and
/// then is forgotten here and known outside: a connector's event of that time counts as delivered there and is not sent again.
/// </summary>
/// <param name="BackupMadeAt">The moment that the state is of.</param>
/// <param name="RestoredAt">The moment since when it goes on.</param>
internal sealed record Restoration(DateTimeOffset BackupMadeAt, DateTimeOffset RestoredAt)
{
    public const string FileName = "restored.json";

    /// <summary>Null where nothing was ever restored.</summary>
    public static Restoration? Find(string dataFolder)
    {
        var file = Path.Combine(dataFolder, FileName);
        return File.Exists(file) ? JsonSerializer.Deserialize<Restoration>(File.ReadAllBytes(file), JsonSerializerOptions.Web) : null;
    }

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}
