using System.Buffers;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>required</c> (Validation 2020-12, 6.5.3).</summary>
/// <param name="names">The names.</param>
/// <param name="onlyReports">Whether <see cref="ObjectMembers"/> counts them on its way through the object.</param>
internal sealed class Required(RequiredNames names, bool onlyReports) : Keyword("required", JsonTypes.Object)
{
    public override bool OnlyReports => onlyReports;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => names.AllIn(ref evaluation, at);

    protected override BilingualText Explain(ref Evaluation evaluation, int at) => Sentences.Missing(names.MissingFrom(ref evaluation, at));
}

/// <summary>A set of names that an object must have.</summary>
internal sealed class RequiredNames(Utf8Table names)
{
    public bool AllIn(ref Evaluation evaluation, int at)
    {
        if (evaluation.Tokens[at].Count < names.Count)
        {
            return false;
        }

        if (names.Count <= 64)
        {
            Span<ulong> word = stackalloc ulong[1];
            return Find(ref evaluation, at, word) == names.Count;
        }

        var length = (names.Count + 63) / 64;
        var seen = ArrayPool<ulong>.Shared.Rent(length);
        seen.AsSpan(0, length).Clear();
        var found = Find(ref evaluation, at, seen);
        ArrayPool<ulong>.Shared.Return(seen);
        return found == names.Count;
    }

    public IReadOnlyList<string> MissingFrom(ref Evaluation evaluation, int at)
    {
        var seen = new ulong[(names.Count / 64) + 1];
        Find(ref evaluation, at, seen);
        return [.. Enumerable.Range(0, names.Count).Where(i => (seen[i >> 6] & (1UL << (i & 63))) == 0).Select(i => System.Text.Encoding.UTF8.GetString(names[i]))];
    }

    private int Find(ref Evaluation evaluation, int at, scoped Span<ulong> seen)
    {
        var tokens = evaluation.Tokens;
        var found = 0;
        var end = tokens[at].Next;
        for (var name = at + 1; name < end && found < names.Count; name = tokens[name + 1].Next)
        {
            var known = names.Find(evaluation.Text(name), found);
            if (known >= 0 && (seen[known >> 6] & (1UL << (known & 63))) == 0)
            {
                seen[known >> 6] |= 1UL << (known & 63);
                found++;
            }
        }

        return found;
    }
}
