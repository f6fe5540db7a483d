using System.Buffers;

namespace Hub.JsonSchema.Json;

/// <summary>
/// Equality of JSON values (JSON Schema Core 2020-12, section 4.2.2): numbers by value, strings by code points, objects whatever the order
/// of their properties; and a hash that equal values share.
/// </summary>
internal static class JsonEquality
{
    private const int Smallest = 256;
    private const int SearchedInTurn = 32;

    // Not the same from one process to the next, so that nobody can prepare values that collide.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    public static bool AreEqual(in JsonView left, int a, in JsonView right, int b)
    {
        ref readonly var x = ref left.Tokens[a];
        ref readonly var y = ref right.Tokens[b];
        if (x.Kind != y.Kind)
        {
            return false;
        }

        return x.Kind switch
        {
            JsonKind.Null => true,
            JsonKind.Boolean => x.Length == y.Length,
            JsonKind.Number => NumbersEqual(left.Raw(a), right.Raw(b)),
            JsonKind.String => StringsEqual(left, a, right, b),
            JsonKind.Array => ArraysEqual(left, a, right, b),
            _ => ObjectsEqual(left, a, right, b),
        };
    }

    public static ulong Hash(in JsonView view, int at)
    {
        ref readonly var token = ref view.Tokens[at];
        switch (token.Kind)
        {
            case JsonKind.Null:
                return Mix(Seed, 1);
            case JsonKind.Boolean:
                return Mix(Seed, (ulong)token.Length);
            case JsonKind.Number:
                return ExactNumber.Parse(view.Raw(at)).Hash(Seed);
            case JsonKind.String:
                return HashString(view, at);
            case JsonKind.Array:
                var ordered = Mix(Seed, 11);
                for (var (i, end) = (at + 1, token.Next); i < end; i = view.Tokens[i].Next)
                {
                    ordered = Mix(ordered, Hash(view, i));
                }

                return ordered;
            default:
                // A sum does not depend on the order of the properties.
                var sum = Mix(Seed, 13);
                for (var (i, end) = (at + 1, token.Next); i < end; i = view.Tokens[i + 1].Next)
                {
                    sum += Mix(HashString(view, i), Hash(view, i + 1));
                }

                return sum;
        }
    }

    private static bool NumbersEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || ExactNumber.Parse(a).CompareTo(ExactNumber.Parse(b)) == 0;

    private static bool StringsEqual(in JsonView left, int a, in JsonView right, int b)
    {
        if (!left.Tokens[a].Escaped && !right.Tokens[b].Escaped)
        {
            return left.Raw(a).SequenceEqual(right.Raw(b));
        }

        var x = Rent(left.Raw(a).Length);
        var y = Rent(right.Raw(b).Length);
        var equal = x.AsSpan(0, JsonText.Unescape(left.Raw(a), x)).SequenceEqual(y.AsSpan(0, JsonText.Unescape(right.Raw(b), y)));
        ArrayPool<byte>.Shared.Return(x);
        ArrayPool<byte>.Shared.Return(y);
        return equal;
    }

    private static bool ArraysEqual(in JsonView left, int a, in JsonView right, int b)
    {
        if (left.Tokens[a].Count != right.Tokens[b].Count)
        {
            return false;
        }

        var end = left.Tokens[a].Next;
        for (var (i, j) = (a + 1, b + 1); i < end; i = left.Tokens[i].Next, j = right.Tokens[j].Next)
        {
            if (!AreEqual(left, i, right, j))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ObjectsEqual(in JsonView left, int a, in JsonView right, int b)
    {
        if (left.Tokens[a].Count != right.Tokens[b].Count)
        {
            return false;
        }

        if (left.Tokens[a].Count > SearchedInTurn)
        {
            return LargeObjectsEqual(left, a, right, b);
        }

        // Mostly both are written in the same order: look for each name where the last one ended, then round the other object.
        var (endA, startB, endB) = (left.Tokens[a].Next, b + 1, right.Tokens[b].Next);
        var j = startB;
        for (var i = a + 1; i < endA; i = left.Tokens[i + 1].Next)
        {
            var found = false;
            for (var tried = right.Tokens[b].Count; tried > 0; tried--)
            {
                j = j >= endB ? startB : j;
                var same = StringsEqual(left, i, right, j);
                var value = j + 1;
                j = right.Tokens[value].Next;
                if (same)
                {
                    found = AreEqual(left, i + 1, right, value);
                    break;
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Looking each name up in turn would take the square of their number; sorted by hash, equal objects lie in the same order.</summary>
    private static bool LargeObjectsEqual(in JsonView left, int a, in JsonView right, int b)
    {
        var x = SortedProperties(left, a);
        var y = SortedProperties(right, b);
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i].Hash != y[i].Hash || !StringsEqual(left, x[i].At, right, y[i].At) || !AreEqual(left, x[i].At + 1, right, y[i].At + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static (ulong Hash, int At)[] SortedProperties(in JsonView view, int at)
    {
        var properties = new (ulong Hash, int At)[view.Tokens[at].Count];
        var name = at + 1;
        for (var i = 0; i < properties.Length; i++)
        {
            properties[i] = (HashString(view, name), name);
            name = view.Tokens[name + 1].Next;
        }

        Array.Sort(properties);
        return properties;
    }

    private static ulong HashString(in JsonView view, int at)
    {
        var raw = view.Raw(at);
        if (!view.Tokens[at].Escaped)
        {
            return Bytes(raw);
        }

        var text = Rent(raw.Length);
        var hash = Bytes(text.AsSpan(0, JsonText.Unescape(raw, text)));
        ArrayPool<byte>.Shared.Return(text);
        return hash;
    }

    private static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(Math.Max(length, Smallest));

    private static ulong Bytes(ReadOnlySpan<byte> text)
    {
        var hash = Mix(Seed, (ulong)text.Length + 17);
        while (text.Length >= 8)
        {
            hash = Mix(hash, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        ulong rest = 0;
        foreach (var b in text)
        {
            rest = (rest << 8) | b;
        }

        return Mix(hash, rest);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, 0x9E3779B97F4A7C15UL, out var low);
        return high ^ low ^ (hash << 1);
    }
}
