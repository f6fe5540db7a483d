using System.Security.Cryptography;
using System.Text;

namespace Hub.Server.Security;

/// <summary>
/// The server's own secret: 32 random bytes in <c>server.secret</c> of the data folder, made at first use, readable by its owner only.
/// Each purpose gets a key of its own from it (HKDF-SHA-256, RFC 5869), so that no use can weaken another.
/// Without the file no API key can be checked any more: a backup keeps it apart (<c>hub backup --with-secret</c>).
/// </summary>
public sealed class ServerSecret
{
    public const string FileName = "server.secret";
    private const int Size = 32;

    private readonly byte[] secret;

    public ServerSecret(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        secret = SecretFile.ReadOrCreate(path, () => RandomNumberGenerator.GetBytes(Size));
        if (secret.Length != Size)
        {
            throw new InvalidDataException($"{path}: {Size} bytes were expected, {secret.Length} came. Restore the file from a backup; without it every API key must be made anew.");
        }
    }

    public byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Size, salt: null, info: Encoding.UTF8.GetBytes($"hub/{purpose}/v1"));
}
