using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Server.Security.Audit;

/// <summary>
/// A signed note, in <c>audit.checkpoint</c> of the data folder, of how far the audit log had come: what the chain alone cannot show,
/// a tail that was cut off, shows against it. Signed with ECDSA P-256 by the key in <c>audit.key</c> beside it.
/// Copy the file elsewhere now and then: who owns the whole folder can rewrite both.
/// </summary>
internal sealed class AuditCheckpoint(string dataFolder)
{
    public const string FileName = "audit.checkpoint";
    public const string KeyFileName = "audit.key";

    // Stands before the key until its first checkpoint is on disk (RFC 7468 §2 lets text stand before the block): a crash between
    // the two files must not look as if somebody had removed the checkpoint.
    private const string Unused = "no checkpoint yet\n";

    private string FilePath => Path.Combine(dataFolder, FileName);

    private string KeyPath => Path.Combine(dataFolder, KeyFileName);

    /// <summary>Signs how far the log has come and replaces the file.</summary>
    public void Sign(AuditRow head, DateTimeOffset at)
    {
        using var key = ECDsa.Create();
        var pem = Encoding.ASCII.GetString(SecretFile.ReadOrCreate(KeyPath, NewKey));
        key.ImportFromPem(pem);
        var note = new Note(head.Sequence, Convert.ToHexStringLower(head.Hash), at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), "");
        var signature = key.SignData(Signed(note), HashAlgorithmName.SHA256);
        SecretFile.Replace(FilePath, JsonSerializer.SerializeToUtf8Bytes(note with { Signature = Convert.ToBase64String(signature) }, JsonSerializerOptions.Web));
        if (pem.StartsWith(Unused, StringComparison.Ordinal))
        {
            SecretFile.Replace(KeyPath, Encoding.ASCII.GetBytes(pem[Unused.Length..]));
        }
    }

    /// <summary>Where the log had come to; null when no checkpoint was ever signed here.</summary>
    /// <exception cref="AuditCheckpointException">There should be one and it is gone, unreadable or not signed by this folder's key.</exception>
    public AuditPlace? Read()
    {
        if (!File.Exists(KeyPath))
        {
            return File.Exists(FilePath)
                ? throw new AuditCheckpointException($"{KeyPath} is missing, so that {FileName} cannot be checked. Restore it from where the data folder came from.")
                : null;
        }

        if (!File.Exists(FilePath))
        {
            if (File.ReadAllText(KeyPath).StartsWith(Unused, StringComparison.Ordinal))
            {
                return null;
            }

            throw new AuditCheckpointException($"{FilePath} is missing although checkpoints were signed here: somebody removed it. Compare the log with a checkpoint kept elsewhere.");
        }

        try
        {
            var note = JsonSerializer.Deserialize<Note>(File.ReadAllBytes(FilePath), JsonSerializerOptions.Web);
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(KeyPath));
            if (note is not null && key.VerifyData(Signed(note), Convert.FromBase64String(note.Signature), HashAlgorithmName.SHA256))
            {
                return new AuditPlace(note.Sequence, Convert.FromHexString(note.Hash));
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or CryptographicException)
        {
            throw new AuditCheckpointException($"{FilePath} cannot be read as a signed checkpoint ({error.GetType().Name}): it was changed. Compare the log with a checkpoint kept elsewhere.");
        }

        throw new AuditCheckpointException($"The signature of {FilePath} does not fit its content: it was changed. Compare the log with a checkpoint kept elsewhere.");
    }

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.ASCII.GetBytes(Unused + key.ExportPkcs8PrivateKeyPem());
    }

    private static byte[] Signed(Note note) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"hub audit checkpoint v1\n{note.Sequence}\n{note.Hash}\n{note.At}"));

    private sealed record Note(long Sequence, string Hash, string At, string Signature);
}

/// <summary>The checkpoint cannot be relied on; the message says why.</summary>
internal sealed class AuditCheckpointException(string message) : Exception(message);
