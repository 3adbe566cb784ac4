"""Sentences of the pages for operators, embedders, analysts and readers of formats: checks of some, and of others, of the user guides too, the test that holds them."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import math
import re
from itertools import pairwise

import pytest

from policysearch import Index, to_dict
from tests.support.claims import Claims, Home, on_page, run, written
from tests.support.paths import ROOT

OPERATOR, EMBED, WEB, SEMANTIC, SCALE = "operator-guide.md", "embedding.md", "web.md", "semantic.md", "scale.md"
FORMATS, TABLES, ANALYSIS, QUERY = "formats.md", "tables.md", "analysis.md", "query-language.md"
GUIDE, ZH = "user-guide.md", "user-guide.zh.md"
CLAIMS = Claims()

#: Page, test that holds a sentence of it, sentence.
TESTED = f"""
{OPERATOR} | docs/test_packaging test_wheels_for_a_machine_without_a_network | checks Python and checksums, installs into the virtual environment that it is given
{OPERATOR} | docs/test_deploy test_a_bundle_that_was_altered_or_is_for_another_python_is_refused | checks Python and checksums
{OPERATOR} | docs/test_deploy test_the_files_agree_on_places | They are one installation that fits together
{OPERATOR} | docs/test_deploy test_logs_are_rotated_as_logrotate_reads_it | the access log by weeks
{OPERATOR} | docs/test_deploy test_a_user_is_believed_from_nginx_alone | believes `X-User` only beside a secret that nginx and the server share
{OPERATOR} | docs/test_deploy test_nginx_overwrites_every_header_that_is_believed | nginx writes each header that says who asks, so that what a visitor sends of it is lost.
{OPERATOR} | docs/test_container test_the_steps_of_the_container_run | runs the steps of the Containerfile and both services in a root folder of their own
{OPERATOR} | index/test_index test_killed_at_any_change_an_update_leaves_the_old_or_the_new_index | the old index stays; the next update removes what was left behind
{OPERATOR} | index/test_versions test_what_killed_writers_left_is_removed | the next update removes what was left behind
{OPERATOR} | index/test_folder test_a_folder_that_is_half_there_empties_nothing | nothing is written, exit code 4; `--allow-removing` allows it
{OPERATOR} | index/test_pool test_a_new_version_is_read_and_the_old_one_ends_with_its_last_request | A running `serve` picks up a new version with the next request.
{OPERATOR} | store/test_opensearch test_commands_answer_as_for_a_folder | ids, totals, order and scores
{OPERATOR} | store/test_opensearch_errors test_addresses | nodes that are asked in turn; one that is away is passed over; a port after the last is that of all
{OPERATOR} | store/test_opensearch_errors test_certificates_are_verified | with TLS; the certificate is always verified, against the system's authorities or those in `--ca FILE`
{OPERATOR} | store/test_opensearch_errors test_user_and_password_are_sent_and_never_told | They are in no output, error or log.
{OPERATOR} | store/test_opensearch_errors test_what_only_some_shards_answer_is_an_error | A search that only some shards could answer is an error, never a smaller total.
{OPERATOR} | store/test_opensearch_errors test_no_request_outlives_the_deadline | an error; nothing is retried for ever
{OPERATOR} | store/test_opensearch_errors test_a_passing_fault_is_tried_again_a_few_times | a request in flight is sent again, at most four times
{OPERATOR} | store/test_opensearch_errors test_a_version_that_is_gone_says_what_to_do | it says so; the next search opens the new version
{OPERATOR} | store/test_opensearch test_a_writer_that_dies_leaves_the_old_version_and_nothing_that_counts | one that died is taken over from after a minute
{OPERATOR} | store/test_opensearch test_a_cluster_that_lets_nothing_be_written_keeps_the_old_version | the old version stays; one line says which
{OPERATOR} | store/test_opensearch_shares test_four_processes_make_what_one_makes_though_one_dies | the one that brings the last publishes the version, as one process would have made it
{OPERATOR} | store/test_opensearch_shares test_who_dies_while_it_publishes_leaves_nothing_visible_and_any_share_goes_on | no share is read again, the version is put together anew
{OPERATOR} | store/test_opensearch_shares test_shares_agree_on_paths_and_settings_and_others_wait | an error names what differs
{OPERATOR} | store/test_opensearch_shares test_shares_that_would_remove_much_are_published_when_that_is_allowed | its command again with `--allow-removing`
{OPERATOR} | store/test_opensearch_shares test_versions_are_listed_and_gone_back_to_as_in_a_folder | `versions` lists them, with the bytes that each takes in the cluster
{OPERATOR} | web/test_access test_the_token_stands_in_no_log | compared in constant time and removed from the address before anything is logged
{OPERATOR} | web/test_access test_the_environment_gives_the_token | for services, and for several workers
{OPERATOR} | web/test_access test_serve_prints_the_address_that_lets_in | `serve` prints the address with it; `create_app` logs it, and `app.state.token` is it
{OPERATOR} | web/test_nginx test_behind_a_plain_nginx_strangers_are_not_let_in | a proxy there that passes on what strangers send looks like a local program
{OPERATOR} | web/test_mounts test_behind_a_prefix | the prefix under which the proxy shows the search; the proxy may remove it or leave it
{OPERATOR} | web/test_mounts test_only_named_proxies_are_believed_and_only_what_is_well_formed | Only for a proxy that overwrites these headers
{OPERATOR} | web/test_operation test_a_socket_serves_its_group_and_goes_with_the_server | The server listens at a Unix socket that its user and group alone may use (`--uds`, mode 660), not at a port.
{OPERATOR} | web/test_operation test_a_new_server_takes_over_a_socket | it takes over the socket in one step when it is ready
{OPERATOR} | web/test_operation test_a_reload_reads_the_token_and_the_configuration_anew | the configuration file and the token file are read anew
{OPERATOR} | web/test_operation test_processes_that_are_not_ready_do_not_take_over | When they are not ready, the old ones stay, and the log says so
{OPERATOR} | web/test_operation test_a_server_that_is_told_to_end_answers_what_it_was_asked | nobody new is let in, what was asked is answered (at most 10 s), then all end with exit code 0
{OPERATOR} | web/test_operation test_the_access_log_names_the_user_and_goes_on_in_a_new_file | a file that logrotate moves away is made anew, without a signal
{OPERATOR} | web/test_operation test_a_line_of_text_has_seven_words | white space as `_`; `-` for none
{OPERATOR} | web/test_operation test_an_error_is_one_line_of_json | and `exception` after an error of the program
{OPERATOR} | web/test_operation test_all_that_serve_says_is_json_when_asked | `--log-format json` makes of both one JSON object a line.
{OPERATOR} | web/test_processes test_a_process_that_ends_is_replaced | A process that ends, or hangs for 10 s beyond the time of a request, is replaced.
{OPERATOR} | web/test_processes test_what_is_costly_keeps_nothing_else_waiting_and_what_hangs_is_replaced | answers those that are probably costly
{OPERATOR} | web/test_processes test_nothing_is_left_behind_when_the_server_is_killed | All end with the first.
{OPERATOR} | web/test_readyz test_ready_says_which_version_is_served_and_why_a_newer_one_is_not | why a newer version is not served (`"status": "stale"`)
{OPERATOR} | web/test_metrics test_every_process_says_how_it_is | requests worked on (at most 2 for each process) and waiting
{OPERATOR} | web/test_metrics test_requests_are_counted_by_address_and_status | addresses that there are not are `other`
{OPERATOR} | web/test_upgrade test_the_old_index_is_served_until_the_new_one_is | The old server goes on with the version it has open, whatever lies in its place now.
{OPERATOR} | web/test_upgrade test_an_update_in_place_takes_nothing_from_the_old_program | It then refuses the old index (exit code 3).
{EMBED} | examples/test_sites test_flask | a view with results as HTML, a page for each passage, errors as sentences
{EMBED} | examples/test_sites test_django | the same as Django views, errors by middleware
{EMBED} | examples/test_sites test_fastapi | JSON of your own, and the whole application mounted behind a proxy that signs people in
{EMBED} | examples/test_sites test_starlette | the application in a site with its own cookie
{EMBED} | examples/test_sites test_wsgi | the application beside any WSGI site, by a2wsgi
{EMBED} | examples/test_sites test_house_style | own header, logo, footer and style sheet
{EMBED} | index/test_sharing test_threads_share_an_index | Any number of threads may search in one open `Index`.
{EMBED} | index/test_sharing test_a_deadline_holds_in_its_own_thread_only | A `deadline` bounds the searches of the thread or task that set it, no others.
{EMBED} | index/test_sharing test_a_fork_goes_on_with_an_index_that_was_open | A fork may go on with an `Index` that was open
{EMBED} | index/test_sharing test_served_gives_each_thread_one_version_and_the_newest | each block gets the newest version and keeps it to its end
{EMBED} | index/test_pool test_a_version_that_cannot_be_opened_leaves_the_old_one | A new version that cannot be opened is logged, and the old one goes on.
{EMBED} | index/test_folder test_where_no_alarm_can_ring_another_process_reads | elsewhere it reads in a helper process
{EMBED} | runtime/test_deadline test_time_that_is_over_is_told_with_the_part_that_was_looked_for | names the part of the query that was being looked for
{EMBED} | web/test_api test_the_same_json_as_the_command_line | its JSON and its options are those of the command line
{EMBED} | web/test_browser test_embedded_in_a_foreign_page | Events: `policysearch-results`, `policysearch-open` (cancel it to stay on the page), `policysearch-error`.
{EMBED} | mcp/test_server test_search_outline_read_tables_compare | Each answer has a permalink and a citation
{EMBED} | mcp/test_server test_an_answer_has_an_end | a long answer is cut and says where it goes on
{WEB} | index/test_pool test_no_answer_mixes_two_versions | a running request ends with the version it began with
{WEB} | web/test_safety test_pages_of_hostile_documents_are_harmless | **Nothing from a document or a request becomes markup.**
{WEB} | web/test_safety test_every_answer_has_the_headers | A content security policy `default-src 'self'` without inline scripts or styles stands behind that.
{WEB} | web/test_access test_what_is_refused_is_a_page_for_people_and_a_problem_for_programs | People see a page that says what to do
{WEB} | web/test_safety test_limits_hold | then status 429
{WEB} | web/test_access test_rates_are_of_users_where_they_have_a_name | of each user that `auth` names, else of each address
{WEB} | web/test_access test_half_sent_requests_are_closed | seconds until a request must be sent (`serve` only)
{WEB} | web/test_scheduler test_a_long_one_waits_while_a_short_one_is_worked_on_and_goes_on_afterwards | After half a second a request gives way to shorter ones
{WEB} | web/test_safety test_the_access_log_is_without_queries_unless_asked | no query text unless `log_queries` is set, and never a token
{WEB} | web/test_access test_the_tag_changes_with_the_code | The ETag changes with the version of the index and with every file of the program.
{WEB} | web/test_browser test_page_weight | 13 KB compressed, 45 KB of HTML, CSS and JavaScript
{SEMANTIC} | semantic/test_index test_an_update_embeds_only_what_changed | An update embeds only texts that changed
{SEMANTIC} | semantic/test_index test_an_update_that_was_stopped_goes_on | one that was stopped goes on where it was
{SEMANTIC} | semantic/test_index test_what_an_encoder_that_fails_leaves_undone_the_next_update_does | the version is published without the vectors that are missing, the update says so, and the next goes on
{SEMANTIC} | semantic/test_index test_meaning_moves_passages_and_changes_nothing_else | Totals stay the same: no passage is found that the words do not find.
{SEMANTIC} | semantic/test_index test_candidates_come_from_what_any_word_finds_and_what_is_exact_never_falls | never fall behind what they came before
{SEMANTIC} | semantic/test_index test_an_explanation_adds_up_and_tells_the_part_of_meaning | `explain` shows the part that came from meaning
{SEMANTIC} | semantic/test_index test_page_api_and_tools_rank_by_words_alone_on_demand | the page has a link for it
{SEMANTIC} | semantic/test_index test_a_service_that_is_gone_costs_a_warning_and_is_left_alone_for_a_while | One that failed is left alone for a minute.
{SEMANTIC} | semantic/test_index test_an_encoder_that_is_late_leaves_time_for_the_answer_by_words | is the most that it gets
{SEMANTIC} | semantic/test_index test_nothing_is_sent_and_nothing_loaded_unless_a_question_is_widened | A search that is not relaxed loads nothing and asks nobody.
{SEMANTIC} | semantic/test_onnx_model test_.*pooled_as_the_folder_says | A model with an output `sentence_embedding` pools by itself.
{SEMANTIC} | semantic/test_onnx_model test_a_text_is_cut_where_the_folder_says | (`max_seq_length`)
{SEMANTIC} | semantic/test_onnx_model test_prefixes_are_those_asked_for_or_of_the_folder | Prefixes that the folder does not name are given as options, as for e5.
{SEMANTIC} | semantic/test_onnx_model test_weights_beside_the_model_are_read_and_those_elsewhere_are_not | as files and not as links; others are refused
{SEMANTIC} | semantic/test_service test_a_request_is_that_of_the_standard_and_the_order_is_told_by_the_index | Any service that answers `POST /v1/embeddings` as OpenAI's does.
{SEMANTIC} | semantic/test_service test_what_may_pass_is_tried_again_and_no_more_than_thrice | what may pass (408, 429, 5xx, no connection) is tried three times
{SEMANTIC} | semantic/test_service test_a_key_is_not_sent_for_all_to_read | over plain http it is sent to this machine only
{SEMANTIC} | semantic/test_service test_a_certificate_must_be_trusted | Certificates are verified
{SEMANTIC} | semantic/test_index test_a_damaged_file_of_vectors_is_found_and_not_carried_on | The manifest lists them, `check` verifies them
{SEMANTIC} | semantic/test_index test_an_index_from_elsewhere_sends_nothing_unless_its_encoder_is_named_here | an index uses its encoder only on the machine where it was named
{ANALYSIS} | cli/test_analysis test_compare_by_year | a passage of a plan counts in each year of the plan, one of another document in the year of its date
{ANALYSIS} | search/test_similar test_a_matrix_is_the_cosine_of_words | A cell is the cosine of two vectors of words
{ANALYSIS} | search/test_similar test_a_matrix_of_what_matches | With `--query` only the passages that hold all of it are compared.
{ANALYSIS} | tables/test_indicators test_values_are_numbers_with_unit_year_and_qualifier | what the number is besides: 左右, 以上, ≥, 预计, 累计, 年均, 2020年价
{ANALYSIS} | tables/test_indicators test_a_range_has_two_ends_and_each_value_its_place | the number; of a range its ends.
{ANALYSIS} | tables/test_indicators test_rows_are_of_years_where_a_column_has_years | of the column or row
{ANALYSIS} | cli/test_analysis test_data_frames_are_flat_and_years_are_numbers | with flat columns as in CSV (`file`, `line_start`) and years as whole numbers
{ANALYSIS} | cli/test_analysis test_results_are_html_in_a_notebook | with all text of documents escaped
{ANALYSIS} | examples/test_analysis test_the_notebook_runs | All of it can be seen in
{FORMATS} | readers/test_ocr test_a_page_is_recognised_once | so that no page is read twice
{FORMATS} | readers/test_ocr test_results_that_no_version_has_are_removed | results of pages that no version has are removed with the next updates
{FORMATS} | readers/test_ocr test_uncertain_pages_are_named | pages below 0.85 are named with every update
{FORMATS} | readers/test_ocr test_the_mode_decides_what_is_recognised | `--ocr never` recognises nothing, and pictures are counted as files of other kinds
{FORMATS} | readers/test_ocr test_without_the_extra_one_sentence_names_it | Without the extra, a scan is reported with the command that installs it.
{FORMATS} | readers/test_ole_formats test_sheets_of_an_old_workbook_are_tables | `.xls .xlt .et .ett`
{FORMATS} | readers/test_ole_formats test_a_mail_of_outlook_is_read_as_any_mail | as mail `.eml`
{FORMATS} | readers/test_office_details test_fields_print_their_result_or_what_their_code_says | what fields print (①)
{FORMATS} | readers/test_office_details test_numbers_come_from_styles_of_lists_and_from_a_list_itself | numbers that go on or start anew as the list says
{FORMATS} | readers/test_office_details test_drawn_letters_and_diagrams_are_read | text boxes, WordArt and SmartArt
{FORMATS} | readers/test_office_details test_deleted_rows_are_left_out_and_files_in_the_text_read | pages, text and Word embedded in it (altChunk)
{FORMATS} | readers/test_office_details test_styles_tell_the_level_of_titles_without_numbers | titles by outline level
{FORMATS} | readers/test_office_details test_strict_files_and_parts_of_other_case_are_read | strict Office Open XML, as of Excel and PowerPoint
{FORMATS} | readers/test_office_details test_numbers_are_as_excel_shows_them_in_both_kinds_of_workbook | cells as their number format shows them (days, per cent, thousands, fractions, 0.00E+00, 5个)
{FORMATS} | readers/test_office_details test_tables_side_by_side_drawn_text_and_formulas_without_a_value | formulas (reported where they have no value)
{FORMATS} | readers/test_office_details test_slides_are_pages_with_what_groups_and_notes_say | then notes (备注：…)
{FORMATS} | readers/test_office_details test_bodies_are_read_in_the_charset_that_is_meant | charsets under all their names (GB 2312 as GB18030, Big5, UTF-7)
{FORMATS} | readers/test_readers test_footnotes_stand_at_the_end_in_the_order_of_their_marks | then footnotes as `[1] …`
{FORMATS} | readers/test_readers test_printed_lines_become_paragraphs_without_heads_and_page_numbers | the text layer: paragraphs joined over lines and pages
{FORMATS} | readers/test_readers test_two_columns_are_read_one_after_the_other | two columns, text set sideways
{FORMATS} | readers/test_pdf test_text_in_any_direction_reads_as_upright_text | text set sideways, on its head or from the top down, form values
{FORMATS} | readers/test_readers test_a_table_over_a_page_break_is_one_with_its_head_once | tables also over page breaks
{FORMATS} | readers/test_pdf test_a_watermark_is_no_text | watermarks (slanted, or large and light over the text)
{FORMATS} | readers/test_readers test_where_the_columns_or_rows_are_in_doubt_there_is_no_table | tables whose rows or columns are in doubt are lines
{FORMATS} | readers/test_readers test_an_archive_gives_its_documents_under_names_in_any_encoding | names in UTF-8 or GBK
{FORMATS} | readers/test_readers test_older_formats_are_read_by_libreoffice | what LibreOffice saves as Word: headings, tables, text boxes, footnotes
{FORMATS} | readers/test_ofd test_what_a_template_prints_on_every_page_is_a_running_head | with what their templates print on them
{FORMATS} | readers/test_ofd test_several_documents_in_one_file_are_read_in_order | several documents in one file
{FORMATS} | readers/test_ofd test_an_encrypted_file_is_said_to_be | an encrypted file is reported as encrypted, pages of pictures as needing OCR
{FORMATS} | readers/test_government_pages test_a_text_that_is_printed_twice_is_read_once | A text that a page prints twice, for desktops and for phones, is read once; what only the copy says stays.
{FORMATS} | readers/test_government_pages test_a_page_is_read_as_its_text_and_nothing_else | each is read without loss and without anything of the site
{FORMATS} | readers/test_readers test_what_a_site_says_of_a_document_is_its_metadata_and_no_text | What a page says of its document beside the text
{FORMATS} | readers/test_web_pages test_pages_of_one_text_are_one_source_with_every_line_once | which every page repeats, are taken once
{FORMATS} | readers/test_web_pages test_a_passage_over_a_page_break_tells_where_it_begins | **a hit tells the page in which its passage begins and the lines there**
{FORMATS} | readers/test_web_pages test_changing_one_page_reads_the_text_and_nothing_else | When a page changes, comes, goes or is renamed, the whole text is read again.
{FORMATS} | structure/test_certainty test_each_doubt_has_a_text_that_raises_it | Report and JSON name the `reader` too
{FORMATS} | structure/test_certainty test_three_slight_doubts_are_low | **low**: one of the first seven below, or three of any.
{FORMATS} | readers/test_pdf test_a_hit_of_a_pdf_knows_its_pages | `条例.pdf#page=3` as place, 第3页 in the citation
{FORMATS} | readers/test_pdf test_bookmarks_tell_titles_and_their_levels | A line that a bookmark of a PDF names, on its page or the next, is a heading too
{FORMATS} | readers/test_pdf test_bookmarks_that_name_no_title_change_nothing | a bookmark that names a sentence, nothing, or the document's own title is passed over
{FORMATS} | readers/test_beside test_an_index_remembers_what_it_reads_beside_the_text | which the index remembers (`--no-comments`, `--no-headers` end it; either reads all files anew)
{FORMATS} | readers/test_beside test_a_word_file_tells_comments_where_they_stand_and_headers_at_its_end | after the sentence that they are on, or the next
{FORMATS} | readers/test_beside test_a_sheet_tells_comments_by_their_cells_and_what_its_pages_print | below the sheet, by cell; threads
{FORMATS} | readers/test_beside test_notes_of_a_pdf_are_comments | notes, below what the page ends with
{FORMATS} | readers/test_hostile test_a_hostile_file_is_read_or_reported_in_one_line | each is read or reported, and the rest is indexed
{FORMATS} | readers/test_hostile test_a_reader_has_a_little_memory_and_one_at_a_time_has_more | One that 256 MB do not suffice for is read again with 1 GB, when no other is.
{FORMATS} | index/test_injection test_whatever_is_raised | is that file's line too
{FORMATS} | readers/test_readers test_no_font_of_the_machine_stands_for_one_that_is_not_embedded | for a font that it does not hold, none of the machine's stands in
{FORMATS} | readers/test_readers test_what_one_page_makes_fail_costs_that_page | a page that is damaged is left out, and both are reported; the other pages are read
{FORMATS} | readers/test_formats test_however_a_text_is_set_it_is_the_same_text | outline, passages and tables of the five plans are the same in all
{TABLES} | tables/test_recognize test_totals_stand_under_nothing_and_a_group_may_have_one | totals stand under nothing
{TABLES} | tables/test_recognize test_a_head_may_have_three_levels | a head of two or three levels is `2025年 数值`, `人口 2025年 城镇`
{TABLES} | tables/test_grids test_a_table_is_read_by_its_merged_cells | A cell merged over several rows or columns stands in the first of them and is "" in the others
{TABLES} | tables/test_recognize test_words_merged_downwards_stand_over_the_rows_below_them | the cell of a first column that is merged downwards
{TABLES} | readers/test_spaced_tables test_what_is_clearly_a_table_has_its_columns_and_rows | runs of spaces that leave no doubt
{TABLES} | structure/test_glossary test_an_entry_is_a_term_and_a_definition | An entry is printed as
{QUERY} | search/test_altered_quotes | finds the passages with the nearest wording: at most a quarter of its characters differ
{QUERY} | search/test_titles_quoted | a title, or a part of it, that is printed otherwise than it is shown
{GUIDE} | search/test_relax test_an_older_version_of_a_law_follows_the_newer_unless_a_year_is_asked_for | Of several versions of a law newer ones are preferred
{ZH} | search/test_relax test_an_older_version_of_a_law_follows_the_newer_unless_a_year_is_asked_for | 同一法律有几个版本时，较新的优先
{GUIDE} | search/test_lacking test_a_year_beside_a_law_is_its_version | a year beside its name (`公司法 2018 股东会`) asks for that version
{ZH} | search/test_lacking test_a_year_beside_a_law_is_its_version | 名称旁写明年份（`公司法 2018 股东会`）则指该版本
{GUIDE} | search/test_placed_titles test_of_one_title_the_document_of_the_place_is_meant | a place (`四川省政府工作报告`, `政府工作报告 四川`)
{ZH} | search/test_placed_titles test_of_one_title_the_document_of_the_place_is_meant | 写明地区（`四川省政府工作报告`、`政府工作报告 四川`）
{GUIDE} | search/test_placed_titles test_a_number_means_its_document_among_those_of_its_title | a number in any spelling (`市财行〔2021〕15号`, `市财行2021-15号`) chooses among them
{ZH} | search/test_placed_titles test_a_number_means_its_document_among_those_of_its_title | 文号（写法不拘，如 `市财行〔2021〕15号`、`市财行2021-15号`）则指其中一份
{GUIDE} | search/test_reordered_clauses test_clauses_that_changed_places_are_a_difference | A wording whose clauses stand in another order is found too.
{ZH} | search/test_reordered_clauses test_clauses_that_changed_places_are_a_difference | 分句次序不同的也能找到
"""
ROWS = [tuple(map(str.strip, line.split(" | ", 2))) for line in TESTED.strip().splitlines()]


@pytest.mark.parametrize(("page", "test", "sentence"), ROWS)
def test_a_sentence_has_the_test_that_is_named(page: str, test: str, sentence: str) -> None:
    module, _, name = test.partition(" ")
    text = (ROOT / "tests" / f"{module}.py").read_text("utf-8")
    assert on_page(page, sentence) and re.search(rf"def {name or 'test_'}", text)


# The operator's guide


@CLAIMS(OPERATOR, "it waits two seconds, then exit code 3")
def _locked(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n"):
        pass
    with (home.built / "LOCK").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("index", index=home.built)
    assert done.code == 3 and done.err.count("\n") == 1


@CLAIMS(
    OPERATOR,
    "one writer at a time holds the index",
    "a night without changes prints nothing, and a problem is told once",
)
def _nights(home: Home) -> None:
    (home.folder / "坏.docx").write_bytes(b"PK\3\4 broken")
    with home.of(甲="第一条 甲事。\n"):
        pass
    run("index --quiet", index=home.built)
    assert run("index --quiet", index=home.built)[1:] == ("", "")


@CLAIMS(
    OPERATOR,
    "200 when an index is open, 503 when there is none: the process lives",
    "With `--auth` whoever it lets in may read both; set a token of your own beside it for Prometheus.",
)
def _health(home: Home) -> None:
    testclient = pytest.importorskip("starlette.testclient", reason="needs the extra web")
    from policysearch.web import create_app, everyone

    with testclient.TestClient(create_app(str(home.folder / "none"), auth=everyone)) as web:
        assert web.get("/healthz").status_code == 503
    with home.client(auth=lambda request: request.headers.get("x-user", "")) as web:
        for headers, status in (({}, 403), ({"x-user": "li"}, 200)):
            assert [web.get(path, headers=headers).status_code for path in ("/metrics", "/readyz")] == [status] * 2
    with home.client(auth=lambda request: False, token="y" * 48) as web:
        assert web.get("/metrics", headers={"authorization": "Bearer " + "y" * 48}).status_code == 200


@CLAIMS(
    OPERATOR, "a running `serve` takes it up with the next request", "Let the timer of `docs/deploy/` run it, or cron."
)
def _next_request(home: Home) -> None:
    testclient = pytest.importorskip("starlette.testclient", reason="needs the extra web")
    from policysearch.web import create_app, everyone

    def total(web: object, typed: str) -> int:
        return int(web.get("/api/search", params={"q": typed, "strict": "true"}).json()["total"])  # type: ignore[attr-defined]

    with home.of(甲="第一条 旧有规定。\n"):
        pass
    with testclient.TestClient(create_app(str(home.built), auth=everyone)) as web:
        assert (total(web, "旧有"), total(web, "新近")) == (1, 0)
        (home.folder / "甲.txt").write_text("第一条 新近规定。\n", "utf-8")
        assert run("index", index=home.built).code == 0 and (total(web, "旧有"), total(web, "新近")) == (0, 1)
        assert run("rollback", index=home.built).code == 0 and (total(web, "旧有"), total(web, "新近")) == (1, 0)


@CLAIMS(
    OPERATOR,
    "An update keeps the version before the current one, or as many as `--keep` says.",
    "`CURRENT` names the one in use",
)
def _kept(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n"):
        pass
    for n in range(3):
        (home.folder / "甲.txt").write_text(f"第一条 甲事{n}。\n", "utf-8")
        assert run("index", index=home.built).code == 0
    folders = sorted(path.name for path in home.built.glob("v*"))
    assert len(folders) == 2 and (home.built / "CURRENT").read_text("utf-8").strip().startswith(folders[-1])


@CLAIMS(
    OPERATOR,
    "`zh` or `en`: the language of commands; without it that of the locale (`LANG`)",
    "the folder of the index, or its address, for every command",
)
def _variables(home: Home, monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    from click.testing import CliRunner

    from policysearch.cli.main import main

    def said(**environment: str) -> str:
        none = dict.fromkeys(("POLICYSEARCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"), "")
        return (
            CliRunner()
            .invoke(main, ["search", "火星"], env=none | {"POLICYSEARCH_INDEX": str(home.samples)} | environment)
            .output
        )

    assert "没有找到" in said(POLICYSEARCH_LANG="zh") and "nothing found" in said(
        POLICYSEARCH_LANG="en", LANG="zh_CN.UTF-8"
    )
    assert "没有找到" in said(LANG="zh_CN.UTF-8") and "nothing found" in said(LANG="de_DE.UTF-8")


@CLAIMS(OPERATOR, "It then refuses the old index (exit code 3).")
def _outdated(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n"):
        pass
    for manifest in home.built.glob("v*/*.json"):
        text = manifest.read_text("utf-8")
        if '"format"' in text:
            manifest.write_text(re.sub(r'("format": ?)[^,}]+', r"\g<1>1", text), "utf-8")
    done = run("search 甲事", index=home.built)
    assert done.code == 3 and done.err.count("\n") == 1


# The embedder's guide


@CLAIMS(
    EMBED,
    '`error.text("zh")` is for people, `error.code` for programs',
    "`error.pointer()` shows the query with a caret below the place.",
)
def _told(home: Home) -> None:
    from policysearch import QueryError, parse

    with pytest.raises(QueryError) as caught:
        parse("(氢能")
    error = caught.value
    assert "括号" in error.text("zh") and error.code and error.pointer().endswith("^") and error.position == 0


@CLAIMS(EMBED, "closed by this program", "this program: it closed the index and then asked it")
def _closed(home: Home) -> None:
    from policysearch import ClosedIndexError

    index = Index.open(home.samples)
    index.close()
    for ask in (
        lambda: index.search("养老"),
        index.stats,
        lambda: index.get("x"),
        lambda: list(index.passages()),
        lambda: index.suggest("养"),
    ):
        with pytest.raises(ClosedIndexError):
            ask()


@CLAIMS(EMBED, "how many passages hold all words (`exact`)", "and of each hit the names and words it lacks (`missing`)")
def _relaxed(home: Home) -> None:
    answer = to_dict(home.index.search("养老 火星"))
    assert answer["relaxed"] and answer["exact"] == 0 and answer["relaxation"] and answer["best"] <= answer["total"]
    assert all(hit["missing"] == ["火星"] for hit in answer["hits"])


@CLAIMS(
    EMBED,
    "Booleans are `true` and `false`.",
    "Errors are `problem+json`",
    "of a query `position` counts characters from 0 and `expected` says what would be right",
)
def _problems(home: Home) -> None:
    with home.client() as web:
        assert web.get("/api/search", params={"q": "养老", "strict": "yes"}).status_code == 400
        problem = web.get("/api/search", params={"q": "氢能 AND"})
        told = problem.json()
        assert (
            problem.headers["content-type"] == "application/problem+json" and told["position"] == 6 and told["expected"]
        )


@CLAIMS(
    EMBED,
    '`language="en"` makes the page speak English.',
    "`Limits` of `policysearch.web.guard` bounds queries, rates and times",
)
def _english(home: Home) -> None:
    pytest.importorskip("starlette", reason="needs the extra web")
    from policysearch.web import everyone
    from policysearch.web.guard import Limits

    with home.client(auth=everyone, language="en", limits=Limits(query=10)) as web:
        assert 'lang="en"' in web.get("/").text
        assert web.get("/api/search", params={"q": "养" * 11}).status_code == 400


@CLAIMS(WEB, "No path from a request is opened.", "GET and HEAD without a body")
def _paths(home: Home) -> None:
    with home.client() as web:
        for path in (
            "/documents/../../etc/passwd",
            "/static/../app.py",
            "/documents/%2e%2e%2fetc%2fpasswd",
            "/api/documents/..%2f..%2fCURRENT",
        ):
            assert web.get(path).status_code in (404, 400, 307), path
        assert web.head("/").status_code == 200 and web.put("/").status_code == 405


# Analysis


@CLAIMS(
    ANALYSIS,
    "the matrix is symmetric, its diagonal 1",
    "With `--by district` a district of several plans is followed by a row for each (in CSV `level` is `plan`, in JSON `under` names the district)",
)
def _matrix(home: Home) -> None:
    found = home.index.similarity("district")
    for i, row in enumerate(found.scores):
        assert row[i] == pytest.approx(1) and all(0 <= value <= 1 + 1e-9 for value in row)
        assert all(value == pytest.approx(found.scores[j][i]) for j, value in enumerate(row))
    rows = json.loads(run("compare 养老 --json", index=home.samples).out)["rows"]
    table = csv.DictReader(io.StringIO(run("compare 养老 --csv", index=home.samples).out))
    assert [row["level"] for row in table] == ["plan" if row["under"] else "district" for row in rows]
    assert all(row["under"] in ("", before["value"], before["under"]) for before, row in pairwise(rows))


@CLAIMS(ANALYSIS, "compare rows by the last, since plans differ in length. `best` is the passage that ranks first.")
def _cells(home: Home) -> None:
    for row in home.index.compare(["养老"]).rows:
        cell = row.cells[0]
        if cell.passages and not row.under:
            best = home.index.search(f"养老 district:{row.value}", 1).hits[0].passage.id
            assert cell.best == best


@CLAIMS(ANALYSIS, "`policysearch export` writes every passage with every field as JSON Lines or CSV")
def _exported(home: Home) -> None:
    rows = [json.loads(line) for line in run("export", index=home.samples).out.splitlines()]
    head = run("export --csv --limit 1", index=home.samples).out.splitlines()[0].split(",")
    assert len(rows) == home.index.stats().passages and {"id", "issued", "district", "plan", "type"} <= set(head)


# Query language


@CLAIMS(
    QUERY,
    "`total` counts what is found by synonyms as well, `parsed` and the canonical form stay as typed, and the answer says what else was looked for (`Answer.synonyms`",
    "`ＰＭ2.5`, `pm2.5` and `PM2.5` find the same. The canonical form keeps the words as they were typed.",
)
def _synonyms(home: Home) -> None:
    answer = home.small.search("GDP", synonyms=True)
    assert answer.total == 2 and answer.parsed == "GDP" and "地区生产总值" in answer.synonyms
    assert [home.found(typed) for typed in ("ＰＭ2.5", "pm2.5", "PM2.5")] == [["第十二条"]] * 3
    assert home.small.search("ＰＭ2.5").parsed == "ＰＭ2.5"


@CLAIMS(
    QUERY,
    "Without quotes punctuation is no difference",
    "`AND` typed out, or `strict`, asks for the exact text only.",
    "the answer has `relaxation: altered` and `exact: 0`",
)
def _quotes(home: Home) -> None:
    quote = "氢能在交通、物流、码头、仓储各处都要推广"
    answer = to_dict(home.small.search(quote))
    assert answer["relaxation"] == "altered" and answer["exact"] == 0 and answer["hits"][0]["why"] == "altered"
    assert not home.small.search(f'"{quote}" AND 氢能').total and not home.small.search(quote, strict=True).total


@CLAIMS(QUERY, "passages with the whole name come first", "also from a heading on into the text on its line")
def _names(home: Home) -> None:
    found = home.index.search("九龙坡区", None)
    whole = ["九龙坡区" in f"{hit.passage.title}{hit.passage.text}" for hit in found]
    assert whole == sorted(whole, reverse=True)
    assert home.small.search('"第八条 氢能产业"', strict=True).total == 1


@CLAIMS(QUERY, "After a wide `：` it is one only when it is nearly a field's name; otherwise the colon is punctuation")
def _colon(home: Home) -> None:
    assert home.small.search("备注：氢能产业").parsed == "备注 AND 氢能产业"


# Figures


@pytest.mark.parametrize("page", [OPERATOR, SCALE, WEB, SEMANTIC])
def test_a_build_of_the_laws_is_told_alike_everywhere(page: str) -> None:
    """Passages, memory and size of the laws are those of the measurements."""
    measured = written("measurements.md")
    for passages in re.findall(r"168,\d{3}", written(page)):
        assert passages in measured or passages == "168,000"


def test_the_guides_have_the_figures_of_the_measurements() -> None:
    measured, operator, web = written("measurements.md"), written(OPERATOR), written(WEB)
    seconds, size, share = re.findall(
        r"processor seconds \((\d+) s\), (\d+) MB; an update .+? takes ([\d.]+) %", measured
    )[-1]
    assert f"take {seconds} s on two cores and" in operator and f"The index takes {size} MB" in operator
    assert f"one changed file takes about {share} % of that" in operator
    memory = re.findall(r"memory, at most \| (\d+) MB for the process that writes", measured)[0]
    assert f"and {memory} MB of memory" in operator
    one, two = re.findall(
        r"answers a second before, (\d+ to \d+) after; two workers .+?, and (\d+ to \d+)\.", measured
    )[-1]
    assert f"one worker {one} answers a second, two workers {two}" in web


def test_what_scale_computes_follows_from_what_was_measured() -> None:
    """The table of the page from the figures above it: bytes a passage, disks of 1 TB filled to 70 %, 32 GB of cache, 300 a node."""
    page = written(SCALE)
    laws, copy, fetched = 168_501, 371e6, 16.9e6
    assert "168,501 passages, 56 MB of text" in page and "| 371 MB | 2.2 kB |" in page and "16.9 MB, deflated" in page
    assert round(copy / laws / 1e3, 1) == 2.2 and round(fetched / laws, -1) == 100

    def row(name: str) -> tuple[str, ...]:
        found: tuple[str, ...] = re.findall(rf"\| {re.escape(name)} \| ([^|]+) \| ([^|]+) \|", page)[0]
        return found

    small, large = 1e7, 1e9
    text = 56e6 / laws
    assert row("text") == (f"{text * small / 1e9:.1f} GB", f"{text * large / 1e9:.0f} GB".replace("332", "330"))
    assert row("index, one copy") == (f"{2.2e3 * small / 1e9:.0f} GB", f"{2.2e3 * large / 1e12:.1f} TB")
    assert row("with one replica") == (f"{4.4e3 * small / 1e9:.0f} GB", f"{4.4e3 * large / 1e12:.1f} TB")
    by_disk, by_memory = math.ceil(4.4e12 / 0.7e12), math.ceil(4.4e12 / 3 / 32e9)
    assert row("nodes, by disk at 70 % full")[1] == f"{by_disk}"
    assert row("nodes, when a third of the index is to lie in memory")[1] == f"{by_memory}"
    assert row("memory for them in each client") == ("1 GB", "100 GB") == row("files that a reader fetches")
    assert row("processor time to read and segment")[0] == f"{small / 1e3 / 3600:.1f} h"
    seconds = [round(small / 3 * micro / 1e6) for micro in (0.8, 2.1)]
    assert row("counts of a word that stands in a third of all, listed")[0] == f"{seconds[0]}–{seconds[1]} s"
    assert (
        f"{300 * 3} a month for 10⁷ passages on three nodes, {300 * by_disk:,} to {300 * by_memory:,} for 10⁹" in page
    )


test_a_claim_holds = CLAIMS.holds
test_further_sentences_of_a_check_are_there = CLAIMS.told
