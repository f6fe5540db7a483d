using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>
/// What an instance waits for while a burst runs: bookmarks made, used up and removed, and the outside calls behind some of them.
/// What is made and removed within one burst never existed for anybody else.
/// </summary>
internal sealed class BurstWaits(WorkflowInstance instance, TimeProvider clock, IIdGenerator ids)
{
    private List<Bookmark>? _created;
    private List<Bookmark>? _burned;
    private List<Effect>? _effects;

    public IReadOnlyList<Bookmark> Created => _created ?? (IReadOnlyList<Bookmark>)[];

    public IReadOnlyList<Bookmark> Burned => _burned ?? (IReadOnlyList<Bookmark>)[];

    public Bookmark Create(ActivityContext context, BookmarkRequest request, string? effectId)
    {
        var name = request.Name ?? context.Node.Descriptor.TypeName;
        var bookmark = new Bookmark
        {
            Id = ids.NewId(),
            Name = name,
            Hash = effectId ?? Stimulus.Hash(name, request.Stimulus, request.IncludeActivityInstanceId ? context.Id : null),
            Payload = effectId is null ? Stimulus.Payload(request.Stimulus, request.Settings) : default,
            ActivityId = context.Node.Id,
            ActivityNodeId = context.Node.NodeId,
            ActivityInstanceId = context.Id,
            CreatedAt = clock.GetUtcNow(),
            DueAt = request.DueAt?.ToUniversalTime(),
            AutoBurn = !request.KeepAfterResume,
            CallbackMethodName = request.Callback,
            Metadata = request.Metadata,
            EffectId = effectId,
        };
        instance.OpenBookmarks.Add(bookmark);
        context.BookmarkCount++;
        (_created ??= []).Add(bookmark);
        return bookmark;
    }

    /// <summary>Asks for an outside call and waits for its result; nothing outside happens before the burst is kept.</summary>
    /// <param name="attempt">0, or which time the same call is made again: a claim of its own, with the first one's key.</param>
    public Effect RequestEffect(ActivityContext context, string kind, JsonElement request, bool isIdempotent, string callback, int attempt = 0)
    {
        var effectId = IdOf(context, kind, attempt);
        var bookmark = Create(context, new BookmarkRequest { Name = Bookmark.OfEffect, Callback = callback }, effectId);
        var effect = new Effect(effectId, bookmark.Id, kind, request, isIdempotent, attempt == 0 ? effectId : IdOf(context, kind, 0));
        (_effects ??= []).Add(effect);
        return effect;
    }

    /// <summary>Uses a bookmark up.</summary>
    public void Burn(Bookmark bookmark, ActivityContext context)
    {
        for (var i = 0; i < instance.OpenBookmarks.Count; i++)
        {
            if (ReferenceEquals(instance.OpenBookmarks[i], bookmark))
            {
                instance.OpenBookmarks.RemoveAt(i);
                context.BookmarkCount--;
                (_burned ??= []).Add(bookmark);
                return;
            }
        }
    }

    public void RemoveOf(ActivityContext context)
    {
        for (var i = instance.OpenBookmarks.Count - 1; i >= 0 && context.BookmarkCount > 0; i--)
        {
            var bookmark = instance.OpenBookmarks[i];
            if (bookmark.ActivityInstanceId == context.Id)
            {
                instance.OpenBookmarks.RemoveAt(i);
                context.BookmarkCount--;
                Forget(bookmark);
            }
        }
    }

    public void RemoveAll()
    {
        foreach (var bookmark in instance.OpenBookmarks)
        {
            Forget(bookmark);
        }

        instance.OpenBookmarks.Clear();
        foreach (var context in ContextTree.From(instance.Root))
        {
            context.BookmarkCount = 0;
        }
    }

    /// <summary>An effect whose activity was cancelled in the same burst must not happen.</summary>
    public IReadOnlyList<Effect> LiveEffects()
    {
        _effects?.RemoveAll(effect => _created is null || !_created.Exists(bookmark => bookmark.Id == effect.BookmarkId));
        return _effects ?? (IReadOnlyList<Effect>)[];
    }

    private void Forget(Bookmark bookmark)
    {
        for (var i = 0; i < _created?.Count; i++)
        {
            if (ReferenceEquals(_created[i], bookmark))
            {
                _created.RemoveAt(i);
                return;
            }
        }

        (_burned ??= []).Add(bookmark);
    }

    private string IdOf(ActivityContext context, string kind, int attempt)
    {
        // The ordinal of the execution, not its random id: running a lost burst again must ask for the same effect.
        var text = $"{instance.Id}\n{context.Node.NodeId}\n{context.Number}\n{kind}" + (attempt == 0 ? "" : $"\n{attempt}");
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest[..16]);
    }
}
