using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Hub.Connectors.FranceConnect.StandIn.Citizens;

/// <summary>
/// Every test citizen <c>citoyen-0</c>, <c>citoyen-1</c>, … made on demand, always the same for the same seed.
/// Each number also has a trap, by its remainder modulo 12, so that any twelve in a row show them all.
/// </summary>
internal sealed class CitizenRegister(ulong seed)
{
    private const string Prefix = "citoyen-";
    private const string France = "99100";
    private readonly ConcurrentDictionary<int, TestCitizen> _known = new();

    /// <summary>The citizen that a login hint names; null when it names none.</summary>
    public TestCitizen? Find(string? loginHint)
    {
        if (loginHint is null || !loginHint.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        return int.TryParse(loginHint.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Get(number)
            : null;
    }

    public TestCitizen Get(int number) => _known.GetOrAdd(number, Make);

    private TestCitizen Make(int number)
    {
        var dice = new Dice(seed, (ulong)number);
        var gender = dice.Next(2) == 0 ? "female" : "male";
        var given = GivenNames(gender, 1 + dice.Next(3), ref dice);
        var family = dice.Pick(NamePool.Family);
        string? usage = dice.Next(4) == 0 ? dice.Pick(NamePool.Family) : null;
        var birth = new DateOnly(1940, 1, 1).AddDays(dice.Next(68 * 365)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string? place = dice.Pick(NamePool.Communes);
        var country = France;

        switch (number % 12)
        {
            case 1: place = "2A115"; break;
            case 2: birth = birth[..8] + "00"; break;
            case 3: birth = birth[..5] + "00-00"; break;
            case 4: (country, place) = (dice.Pick(NamePool.ForeignCountries), ""); break;
            case 5: (country, place) = (dice.Pick(NamePool.ForeignCountries), null); break;
            case 6: gender = "unspecified"; break;
            case 7: given = GivenNames(gender, 3, ref dice); break;
            case 8: given = gender == "female" ? ["Marie-Hélène", "Anne-Sophie"] : ["Jean-Baptiste", "Pierre-Louis"]; break;
            case 9: usage = family + "-" + dice.Pick(NamePool.Family); break;
            case 10: family = dice.Next(2) == 0 ? "D'Aubigné" : "L'Hôpital"; break;
            // The empty usage name that some identity providers send instead of none.
            case 11: usage = ""; break;
        }

        return new TestCitizen(
            number,
            Prefix + number.ToString(CultureInfo.InvariantCulture),
            given,
            family,
            usage,
            birth,
            birth.Replace("-00", "-01", StringComparison.Ordinal),
            gender,
            place,
            country,
            number % 9 == 8 ? null : $"{Ascii(given[0])}.{Ascii(family)}.{number.ToString(CultureInfo.InvariantCulture)}@exemple.fr");
    }

    private static List<string> GivenNames(string gender, int count, ref Dice dice)
    {
        var pool = gender == "female" ? NamePool.Female : NamePool.Male;
        var names = new List<string>(count);
        while (names.Count < count)
        {
            var name = dice.Pick(pool);
            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static string Ascii(string name) => string.Concat(name.Normalize(NormalizationForm.FormD)
        .Where(char.IsAsciiLetter)
        .Select(char.ToLowerInvariant)) is { Length: > 0 } letters ? letters : "x";

    /// <summary>SplitMix64: the citizens must not change with the runtime's own generator.</summary>
    private struct Dice(ulong seed, ulong number)
    {
        private ulong _state = (seed * 0x9E3779B97F4A7C15) ^ (number * 0xD1B54A32D192ED03);

        public int Next(int exclusiveMaximum)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)exclusiveMaximum);
        }

        public T Pick<T>(T[] pool) => pool[Next(pool.Length)];
    }
}
