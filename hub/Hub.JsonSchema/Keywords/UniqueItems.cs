using System.Buffers;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>uniqueItems</c> (Validation 2020-12, 6.4.3): by a table of hashes, so that a million items take a million steps and not their square.</summary>
internal sealed class UniqueItems() : Keyword("uniqueItems", JsonTypes.Array)
{
    private const int ComparedInTurn = 8;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var count = evaluation.Tokens[at].Count;
        return count < 2 || (evaluation.Spend(count) && FindRepeated(ref evaluation, at).Second < 0);
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var (first, second) = FindRepeated(ref evaluation, at);
        return Sentences.NotUnique(RankOf(ref evaluation, at, first), RankOf(ref evaluation, at, second));
    }

    private static (int First, int Second) FindRepeated(ref Evaluation evaluation, int at) =>
        evaluation.Tokens[at].Count <= ComparedInTurn ? FindInTurn(ref evaluation, at) : FindByHash(ref evaluation, at);

    private static (int First, int Second) FindInTurn(ref Evaluation evaluation, int at)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        for (var i = at + 1; i < end; i = tokens[i].Next)
        {
            for (var j = at + 1; j < i; j = tokens[j].Next)
            {
                if (JsonEquality.AreEqual(evaluation.View, i, evaluation.View, j))
                {
                    return (j, i);
                }
            }
        }

        return (-1, -1);
    }

    private static (int First, int Second) FindByHash(ref Evaluation evaluation, int at)
    {
        var tokens = evaluation.Tokens;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)tokens[at].Count * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        var hashes = ArrayPool<uint>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        try
        {
            for (var (i, end) = (at + 1, tokens[at].Next); i < end; i = tokens[i].Next)
            {
                var hash = JsonEquality.Hash(evaluation.View, i);
                var slot = (int)(hash >> 32) & (size - 1);
                for (; slots[slot] != 0; slot = (slot + 1) & (size - 1))
                {
                    if (hashes[slot] == (uint)hash && JsonEquality.AreEqual(evaluation.View, i, evaluation.View, slots[slot]))
                    {
                        return (slots[slot], i);
                    }
                }

                slots[slot] = i;
                hashes[slot] = (uint)hash;
            }

            return (-1, -1);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(slots);
            ArrayPool<uint>.Shared.Return(hashes);
        }
    }

    private static int RankOf(ref Evaluation evaluation, int at, int item)
    {
        var rank = 0;
        for (var i = at + 1; i < item; i = evaluation.Tokens[i].Next)
        {
            rank++;
        }

        return rank;
    }
}
