using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Server.Web;

namespace Hub.Server.Security.Audit;

/// <summary>
/// The arithmetic of the audit log: each row's hash is SHA-256 over the previous row's hash and the row's own content, so that a
/// changed, deleted, inserted or swapped row breaks every hash after it. Pure: storage and <c>hub audit verify</c> share it.
/// </summary>
public static class AuditChain
{
    /// <summary>What stands before the first row: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of the entry that takes place <paramref name="sequence"/> after a row with hash <paramref name="previousHash"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> previousHash, long sequence, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previousHash);
        AppendNumber(hash, sequence);
        AppendNumber(hash, entry.At.ToUnixTimeMilliseconds());
        AppendText(hash, entry.Tenant);
        AppendText(hash, entry.Actor);
        AppendText(hash, entry.Action);
        AppendText(hash, entry.Subject);
        AppendText(hash, entry.Outcome.ToString());
        AppendText(hash, entry.Detail);
        return hash.GetHashAndReset();
    }

    /// <summary>Walks the rows from the first one and stops at the first that does not fit.</summary>
    /// <param name="rows">In the order in which they are stored, from sequence 1.</param>
    /// <param name="mustContain">A row that is known to have existed, from a checkpoint: finds a truncated tail.</param>
    public static AuditVerdict Verify(IEnumerable<AuditRow> rows, AuditPlace? mustContain = null)
    {
        var place = new AuditPlace(0, Genesis);
        foreach (var row in rows)
        {
            var expected = place.Sequence + 1;
            if (row.Sequence != expected)
            {
                return new(place, expected, row.Sequence > expected
                    ? new(
                        Invariant($"L'entrée {expected} manque : la suivante porte le numéro {row.Sequence}."),
                        Invariant($"Entry {expected} is missing: the next one has number {row.Sequence}."))
                    : new(
                        Invariant($"L'entrée {expected} était attendue, l'entrée {row.Sequence} est revenue."),
                        Invariant($"Entry {expected} was expected, entry {row.Sequence} came again.")));
            }

            if (!CryptographicOperations.FixedTimeEquals(Hash(place.Hash.Span, expected, row.Entry), row.Hash))
            {
                return new(place, expected, new(
                    Invariant($"Le contenu ou l'empreinte de l'entrée {expected} a changé depuis son écriture."),
                    Invariant($"The content or the hash of entry {expected} has changed since it was written.")));
            }

            place = new(expected, row.Hash);
            if (mustContain is not null && mustContain.Sequence == expected && !mustContain.Hash.Span.SequenceEqual(row.Hash))
            {
                return new(place, expected, new(
                    Invariant($"L'entrée {expected} n'est pas celle que le point de contrôle a signée : la chaîne a été réécrite."),
                    Invariant($"Entry {expected} is not the one that the checkpoint signed: the chain was rewritten.")));
            }
        }

        return mustContain is not null && place.Sequence < mustContain.Sequence
            ? new(place, place.Sequence + 1, new(
                Invariant($"La fin du journal manque : il s'arrête à l'entrée {place.Sequence}, le point de contrôle a signé l'entrée {mustContain.Sequence}."),
                Invariant($"The log's tail is missing: it ends at entry {place.Sequence}, the checkpoint signed entry {mustContain.Sequence}.")))
            : new(place, null, null);
    }

    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // The length goes first, so that no two different entries give the same bytes.
    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A place in the chain: how many rows came so far, and the hash of the last.</summary>
public sealed record AuditPlace(long Sequence, ReadOnlyMemory<byte> Hash);

/// <summary>What a verification found.</summary>
/// <param name="Good">As far as everything fits.</param>
/// <param name="BadSequence">The first entry that does not; null when all do.</param>
/// <param name="Wrong">What is wrong with it.</param>
public sealed record AuditVerdict(AuditPlace Good, long? BadSequence, LocalizedText? Wrong)
{
    public bool IsIntact => BadSequence is null;
}
