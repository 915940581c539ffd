"""What a message of Telegram may hold beside what we read of it (Bot API 10.3)."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from bot.messages import Other

_SENT = """
    animation audio checklist contact dice game giveaway invoice live_photo location paid_media poll rich_message
    sticker story venue video video_note voice
"""
SENT: Final = frozenset(_SENT.split())
"""What people send besides text, pictures and documents: it is no answer to anything, but gets one."""

_SORTS: Final[dict[str, Other]] = {
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "live_photo": "video",
    "sticker": "sticker",
    "dice": "sticker",
    "location": "location",
    "venue": "location",
    "contact": "contact",
    "poll": "poll",
}


def sort_of(fields: Set[str]) -> Other:
    """The sort of a message whose fields hold nothing we read; of what has no name here it is "other"."""
    return next((sort for field, sort in _SORTS.items() if field in fields), "other")


_NEWS = """
    author_signature boost_added business_connection_id caption caption_entities channel_chat_created
    chat_background_set chat_owner_changed chat_owner_left chat_shared checklist_tasks_added checklist_tasks_done
    community_chat_added community_chat_joined community_chat_removed connected_website delete_chat_photo
    direct_message_price_changed direct_messages_topic edit_date effect_id entities ephemeral_message_id
    external_reply forum_topic_closed forum_topic_created forum_topic_edited forum_topic_reopened forward_date
    forward_from forward_from_chat forward_from_message_id forward_origin forward_sender_name forward_signature
    general_forum_topic_hidden general_forum_topic_unhidden gift gift_upgrade_sent giveaway_completed
    giveaway_created giveaway_winners group_chat_created guest_bot_caller_chat guest_bot_caller_user guest_query_id
    has_media_spoiler has_protected_content is_automatic_forward is_from_offline is_paid_post is_topic_message
    left_chat_member link_preview_options managed_bot_created media_group_id message_auto_delete_timer_changed
    message_thread_id migrate_from_chat_id migrate_to_chat_id new_chat_members new_chat_photo new_chat_title
    paid_message_price_changed paid_star_count passport_data pinned_message poll_option_added poll_option_deleted
    proximity_alert_triggered quote receiver_user refunded_payment reply_markup reply_to_checklist_task_id
    reply_to_message reply_to_poll_option_id reply_to_story sender_boost_count sender_business_bot sender_chat
    sender_tag show_caption_above_media successful_payment suggested_post_approval_failed suggested_post_approved
    suggested_post_declined suggested_post_info suggested_post_paid suggested_post_refunded supergroup_chat_created
    unique_gift user_shared users_shared via_bot video_chat_ended video_chat_participants_invited
    video_chat_scheduled video_chat_started web_app_data write_access_allowed
"""
NEWS: Final = frozenset(_NEWS.split())
"""What comes with a message, and news of the chat that nobody has written: neither asks for an answer."""
