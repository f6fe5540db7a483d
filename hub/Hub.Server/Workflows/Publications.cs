namespace Hub.Server.Workflows;

/// <summary>Counts publications, retractions and deletions, so that what was derived from published workflows is derived again after one, and not before.</summary>
internal sealed class Publications
{
    private int count;

    /// <summary>Call after the commit.</summary>
    public void Increment() => Interlocked.Increment(ref count);

    /// <summary>A value that is loaded once and again after each publication. Any number of threads may read it.</summary>
    public Derived<T> Derive<T>(Func<T> load)
        where T : class =>
        new(this, load);

    internal sealed class Derived<T>(Publications publications, Func<T> load)
        where T : class
    {
        private volatile Held? held;

        public T Value
        {
            get
            {
                // Read before loading: a publication in between makes the value old at once, never the other way round.
                var now = Volatile.Read(ref publications.count);
                var current = held;
                if (current is null || current.At != now)
                {
                    held = current = new Held(now, load());
                }

                return current.Value;
            }
        }

        private sealed record Held(int At, T Value);
    }
}
