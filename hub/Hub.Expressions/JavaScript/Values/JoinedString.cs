namespace Hub.Expressions.JavaScript.Values;

/// <summary>The lazy result of <c>a + b</c> on long strings, so that building a text piece by piece stays linear.</summary>
internal sealed class JoinedString(object left, object right, int length)
{
    private object left = left;
    private object? right = right;

    public int Length { get; } = length;

    public string Flatten()
    {
        if (right is null)
        {
            return (string)left;
        }

        // The tree may be as deep as the loop that built it, so it is walked with an explicit stack, from its end.
        var text = string.Create(Length, this, static (target, root) =>
        {
            var pending = new Stack<object>();
            pending.Push(root);
            var end = target.Length;
            while (pending.TryPop(out var part))
            {
                if (part is JoinedString { right: not null } joined)
                {
                    pending.Push(joined.left);
                    pending.Push(joined.right);
                    continue;
                }

                var piece = part as string ?? (string)((JoinedString)part).left;
                end -= piece.Length;
                piece.CopyTo(target[end..]);
            }
        });
        left = text;
        right = null;
        return text;
    }
}
