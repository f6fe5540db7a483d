namespace Hub.Server;

/// <summary>Which of the known names a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest typing slips between, compared without case; null where none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (Name: candidate, Slips: Slips(name.ToUpperInvariant(), candidate.ToUpperInvariant()))).OrderBy(candidate => candidate.Slips).FirstOrDefault();

        // A third of the letters wrong is another word, not a slip.
        return best.Name is not null && best.Slips * 3 <= Math.Max(name.Length, best.Name.Length) ? best.Name : null;
    }

    /// <summary>Letters put in, left out, replaced, or swapped with their neighbour (optimal string alignment).</summary>
    private static int Slips(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var replaced = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[from.Length, to.Length];
    }
}
